package dev.understudy.cloud;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One instance as the cloud describes it.
 *
 * @param addresses at which it is reached: private and public addresses, and their names
 * @param networkInterface the id of its first interface; empty when it has none (any more)
 * @param privateAddresses those of that interface, secondary ones too
 */
public record Instance(
    String id,
    State state,
    String zone,
    Set<String> addresses,
    String networkInterface,
    List<String> privateAddresses) {
  public Instance {
    addresses = Set.copyOf(addresses);
    privateAddresses = List.copyOf(privateAddresses);
  }

  /** As EC2 names them. */
  public enum State {
    PENDING,
    RUNNING,
    STOPPING,
    STOPPED,
    SHUTTING_DOWN,
    TERMINATED,
    /** One that this version does not know. */
    OTHER;

    static State of(String word) {
      for (State state : values()) {
        if (state.label().equals(word)) {
          return state;
        }
      }
      return OTHER;
    }

    /** Such as {@code shutting-down}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether nothing runs on it any more, unless somebody starts it. */
    public boolean off() {
      return this == STOPPED || this == TERMINATED;
    }
  }
}
