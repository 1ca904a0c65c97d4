package dev.understudy.workflow;

import dev.understudy.schedule.Alarms;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Each run's one alarm. It is only ever moved earlier: one that rings too soon costs a look at the
 * run, while moving it at every step would cost a transaction each.
 */
final class AlarmBook {
  private static final String PREFIX = "run-";

  private final Alarms alarms;
  private final Map<String, Instant> set = new ConcurrentHashMap<>();

  AlarmBook(Alarms alarms) {
    this.alarms = alarms;
  }

  /** The run that an alarm's key is about, or null when it is about something else. */
  static @Nullable String runOf(String key) {
    return key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : null;
  }

  /**
   * @param now an alarm that should have rung before is taken for lost, and set anew
   */
  void want(String run, @Nullable Instant at, Instant now) {
    Instant already = set.get(run);
    boolean useless = already == null || already.isBefore(now);
    if (at != null && (useless || at.isBefore(already))) {
      set.put(run, at);
      alarms.set(PREFIX + run, at);
    }
  }

  void rang(String run) {
    set.remove(run);
  }

  void forget(String run) {
    if (set.remove(run) != null) {
      alarms.clear(PREFIX + run);
    }
  }
}
