package dev.understudy.cloud;

/** The machines behind the instances of an {@link Ec2Account}. Called outside of its lock. */
public interface Machines {
  /** None at all. */
  Machines NONE = new Machines() {};

  /**
   * The instance is to come up.
   *
   * @return what it writes to its console
   */
  default String boot(String instance, String privateIp) {
    return "";
  }

  /** The instance loses its power. */
  default void powerOff(String instance, String privateIp) {}
}
