package dev.understudy.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens by schedule.
 *
 * @param id such as {@code orders/backup-full}
 * @param workflow what it starts, or {@code check}
 * @param times when, as Quartz writes it in UTC, or {@code every 1h}
 * @param next when it is due next; null when it never is again
 * @param last null before the first time
 */
public record ScheduleView(
    String id,
    String cluster,
    String workflow,
    String times,
    @Nullable Instant next,
    @Nullable LastFire last) {
  /**
   * A time that came.
   *
   * @param scheduled the time that was planned
   * @param fired when it was seen to
   * @param outcome started, skipped, missed or refused
   * @param reason why it was not started, or late; null when there is nothing to say
   * @param run that it started or joined; null where there is none
   * @param status of that run now; null where there is none
   */
  public record LastFire(
      Instant scheduled,
      Instant fired,
      String outcome,
      @Nullable String reason,
      @Nullable String run,
      @Nullable String status) {}
}
