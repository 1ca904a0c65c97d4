package dev.understudy.service;

import dev.understudy.api.ScheduleView;
import dev.understudy.timetable.Fire;
import dev.understudy.timetable.Schedules;
import dev.understudy.workflow.Runs;
import org.jspecify.annotations.Nullable;

/** Schedules as the faces print them. */
final class ScheduleViews {
  private ScheduleViews() {}

  static ScheduleView of(Schedules.Line line, Runs runs) {
    return new ScheduleView(
        line.entry().id(),
        line.entry().cluster(),
        line.entry().deed().name(),
        line.entry().rhythm().words(),
        line.next().orElse(null),
        line.last().map(fire -> last(fire, runs)).orElse(null));
  }

  private static ScheduleView.LastFire last(Fire fire, Runs runs) {
    return new ScheduleView.LastFire(
        fire.scheduled(),
        fire.fired(),
        fire.outcome(),
        fire.reason().isEmpty() ? null : fire.reason(),
        fire.run(),
        status(fire.run(), runs));
  }

  private static @Nullable String status(@Nullable String run, Runs runs) {
    return run == null ? null : runs.find(run).map(view -> view.status().label()).orElse(null);
  }
}
