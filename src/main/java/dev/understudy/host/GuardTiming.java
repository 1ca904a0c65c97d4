package dev.understudy.host;

import java.time.Duration;

/**
 * How long a guarded command waits for the one that holds the host's lock.
 *
 * @param patience for a command of the same term, before it is refused as busy; whole seconds
 * @param grace for a command of an older term, before that one is ended; whole seconds
 */
public record GuardTiming(Duration patience, Duration grace) {
  /** What a running service uses. */
  public static final GuardTiming DEFAULT =
      new GuardTiming(Duration.ofSeconds(15), Duration.ofSeconds(3));

  /** The guard ends the older command two seconds after asking it to, and gives up ten later. */
  private static final Duration ENDING = Duration.ofSeconds(12);

  /** The longest that a command may stand in line. */
  Duration longest() {
    Duration ending = grace.plus(ENDING);
    return patience.compareTo(ending) > 0 ? patience : ending;
  }
}
