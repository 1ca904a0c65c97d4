package dev.understudy.timetable;

import dev.understudy.common.Json;
import dev.understudy.workflow.SignalResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time of a schedule that came.
 *
 * @param scheduled the time that was planned
 * @param fired when it was seen to
 * @param outcome started, skipped, missed, or refused when the run could not be started
 * @param reason why it was not started, or late; may be empty
 * @param run that it started or joined; null where there is none, or not yet
 */
public record Fire(
    String schedule,
    Instant scheduled,
    Instant fired,
    String outcome,
    String reason,
    @Nullable String run) {
  static Fire of(
      String schedule,
      Instant scheduled,
      Instant fired,
      String outcome,
      String reason,
      @Nullable String answer) {
    if (answer == null) {
      return new Fire(schedule, scheduled, fired, outcome, reason, null);
    }
    SignalResult result = Json.read(answer, SignalResult.class);
    return result.wasRefused()
        ? new Fire(schedule, scheduled, fired, "refused", result.message(), result.run())
        : new Fire(schedule, scheduled, fired, outcome, reason, result.run());
  }
}
