package dev.understudy.workflow;

import java.time.Duration;

/**
 * The engine's own rhythm.
 *
 * @param lease how long a lease holds without being renewed
 * @param renew how often it is renewed
 * @param poll how often signals of other processes are looked for
 * @param sweep how often abandoned runs and lost wake-ups are looked for
 * @param grace how long a step type may ignore that its time is over
 * @param closing how long closing waits for safe points
 */
public record Timing(
    Duration lease,
    Duration renew,
    Duration poll,
    Duration sweep,
    Duration grace,
    Duration closing) {
  public static final Timing STANDARD =
      new Timing(
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofMillis(100),
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10));
}
