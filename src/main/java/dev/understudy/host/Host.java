package dev.understudy.host;

/**
 * One managed machine, reached over one multiplexed connection. Safe for use by several threads.
 */
public interface Host {
  /** The node's name in the configuration. */
  String name();

  /**
   * Runs a command and waits for its end. A command with a fence goes through the guard, which
   * holds the host's lock until the command has ended.
   *
   * @return what it printed and its exit status, whatever the status is
   * @throws HostException CONNECTION when it was certainly not started, AUTHENTICATION, HOST_KEY,
   *     FENCED when the guard refused it, TIMEOUT or UNKNOWN when it may have been carried out
   */
  CommandResult run(Command command);

  /** The address that this host sees the service connect from. */
  String serviceAddress();
}
