package dev.understudy.simulation;

import java.io.Serializable;

/** A server that was restored into a directory of its own, with its socket there. */
final class Restored implements Serializable {
  /** Whether the job that copies the backup has come to its end. */
  boolean whole;

  boolean started;
  boolean running;
  boolean recovering = true;

  /** Whether it recovers to a target, where it waits. */
  boolean pauses;

  @Override
  public String toString() {
    return "restored whole %s started %s running %s recovering %s"
        .formatted(whole, started, running, recovering);
  }
}
