package dev.understudy.service;

import dev.understudy.api.Activity;
import dev.understudy.api.ErrorView;
import dev.understudy.api.EventPage;
import dev.understudy.api.PlannedChange;
import dev.understudy.api.ProgressView;
import dev.understudy.api.RunDetail;
import dev.understudy.api.RunEvent;
import dev.understudy.api.RunSummary;
import dev.understudy.api.StepDetail;
import dev.understudy.common.Tally;
import dev.understudy.workflow.AttemptView;
import dev.understudy.workflow.EventView;
import dev.understudy.workflow.Progress;
import dev.understudy.workflow.RunView;
import dev.understudy.workflow.Runs;
import dev.understudy.workflow.StepView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The engine's records as the faces print them. */
final class Views {
  private Views() {}

  static List<Activity> activity(Tally tally) {
    return tally.totals().entrySet().stream()
        .map(
            one ->
                new Activity(
                    one.getKey().what(),
                    one.getKey().kind(),
                    one.getKey().outcome(),
                    one.getValue().count(),
                    one.getValue().time().toMillis() / 1000.0))
        .toList();
  }

  static RunSummary summary(RunView run) {
    return new RunSummary(
        run.id(),
        run.workflow(),
        run.cluster(),
        run.status().label(),
        run.startedAt(),
        run.endedAt(),
        reason(run));
  }

  static RunDetail detail(RunView run, Runs runs) {
    Map<String, AttemptView> newest = newestAttempts(runs.attempts(run.id()));
    List<StepDetail> steps =
        runs.steps(run.id()).stream()
            .map(step -> step(step, newest.get(step.id() + "/" + step.node())))
            .toList();
    return new RunDetail(
        run.id(),
        run.workflow(),
        run.cluster(),
        run.status().label(),
        run.startedAt(),
        run.endedAt(),
        reason(run),
        steps);
  }

  /** The newest act of each step that told how far it came. */
  static Map<String, AttemptView> newestAttempts(List<AttemptView> attempts) {
    Map<String, AttemptView> newest = new HashMap<>();
    for (AttemptView attempt : attempts) {
      if (attempt.progress() != null) {
        newest.put(attempt.step() + "/" + attempt.node(), attempt);
      }
    }
    return newest;
  }

  private static @Nullable String reason(RunView run) {
    if (run.reason().isEmpty()) {
      return null;
    }
    return run.remedy().isEmpty() ? run.reason() : run.reason() + " (" + run.remedy() + ")";
  }

  private static StepDetail step(StepView step, @Nullable AttemptView attempt) {
    return new StepDetail(
        step.id(),
        step.node(),
        step.status().label(),
        step.attempts(),
        step.evidence(),
        error(step),
        step.startedAt(),
        step.endedAt(),
        attempt == null ? null : progress(attempt));
  }

  private static @Nullable ErrorView error(StepView step) {
    if (step.errorClass() == null || step.error() == null) {
      return null;
    }
    return new ErrorView(
        step.errorClass().label(),
        step.node(),
        step.error(),
        step.remedy() == null ? "" : step.remedy());
  }

  static ProgressView progress(AttemptView attempt) {
    Progress progress = java.util.Objects.requireNonNull(attempt.progress());
    return new ProgressView(
        progress.done(), progress.total(), progress.unit(), progress.note(), null);
  }

  static RunEvent event(EventView event, int attempt) {
    return new RunEvent(
        event.at(),
        event.kind(),
        event.run(),
        event.step(),
        event.node(),
        event.to(),
        attempt,
        event.text(),
        null);
  }

  static EventPage events(List<EventView> events, long after) {
    long last = events.isEmpty() ? after : events.get(events.size() - 1).seq();
    return new EventPage(last, events.stream().map(event -> event(event, 0)).toList());
  }

  static PlannedChange change(dev.understudy.workflow.PlannedChange planned) {
    return new PlannedChange(
        planned.node(),
        planned.step(),
        planned.change().kind(),
        planned.change().subject(),
        planned.change().before(),
        planned.change().after(),
        planned.change().restart(),
        planned.irreversible());
  }
}
