package dev.understudy.watch;

import java.util.Set;

/** Asks one host over SSH; by one thread at a time. */
interface HostProbe {
  /**
   * One look.
   *
   * @param peers other nodes of the cluster, by name, that the host is to try to connect to
   */
  HostAnswer look(Set<String> peers);

  /** Ends the connection, and what waits on it; from any thread. The next look makes another. */
  void hangUp();
}
