package dev.understudy.watch;

/** Asks one host over SSH, within a limit; by one thread at a time. */
interface HostProbe {
  HostAnswer look();

  /** The next look is far away. */
  void rest();
}
