package dev.understudy.common;

import java.time.Duration;

/** Waiting, behind an interface so that tests decide how time passes. */
@FunctionalInterface
public interface Sleeper {
  /** The sleeper of a running service. */
  Sleeper SYSTEM = duration -> Thread.sleep(Math.max(0, duration.toMillis()));

  /**
   * Waits for the duration.
   *
   * @throws InterruptedException when the thread is told to stop waiting
   */
  void sleep(Duration duration) throws InterruptedException;
}
