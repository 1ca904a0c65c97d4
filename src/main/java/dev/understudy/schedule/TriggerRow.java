package dev.understudy.schedule;

import java.time.Duration;
import org.quartz.TriggerKey;

/**
 * A trigger as Quartz stores it; times in milliseconds since 1970.
 *
 * @param state Quartz's word for it: WAITING, ACQUIRED, BLOCKED, COMPLETE, PAUSED, ERROR…
 * @param nextMillis when it rings next, or a value below 0 when it never does again
 * @param startMillis the time it was set to
 * @param intervalMillis 0 for an alarm that rings once
 */
record TriggerRow(
    TriggerKey key, String state, long nextMillis, long startMillis, long intervalMillis) {
  /** Quartz reserves triggers that are due within 30 s; later than due by this, it forgot them. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(10);

  private static final Duration RESERVED_AHEAD = Duration.ofSeconds(60);

  /** Whether it is still to ring; one that rings at the moment for the last time is not. */
  boolean isSet() {
    return nextMillis > 0;
  }

  boolean once() {
    return key.getGroup().equals(AlarmTriggers.ONCE);
  }

  /** Whether Quartz will never ring it by itself, as happens after a failure of the store. */
  boolean stuck(long nowMillis) {
    return switch (state) {
      case "WAITING", "COMPLETE", "EXECUTING" -> false;
      case "ACQUIRED" ->
          nextMillis < nowMillis - FORGOTTEN_AFTER.toMillis()
              || nextMillis > nowMillis + RESERVED_AHEAD.toMillis();
      default -> true;
    };
  }

  /** When an alarm that rings repeatedly is to ring next if it keeps to its rhythm. */
  long nextInRhythm(long nowMillis) {
    if (nextMillis > nowMillis) {
      return nextMillis;
    }
    long since = isSet() ? nextMillis : startMillis;
    return nowMillis + intervalMillis - Math.floorMod(nowMillis - since, intervalMillis);
  }
}
