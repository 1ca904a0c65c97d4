package dev.understudy.watch;

/** Asks one host over SSH; by one thread at a time. */
interface HostProbe {
  HostAnswer look();

  /** Ends the connection, and what waits on it; from any thread. The next look makes another. */
  void hangUp();
}
