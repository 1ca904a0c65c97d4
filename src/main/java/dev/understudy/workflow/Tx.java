package dev.understudy.workflow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One transaction: moves runs and steps by the table of transitions, and tells it as events. */
final class Tx {
  private final Handle handle;
  private final Instant now;
  private final List<EventView> events = new ArrayList<>();

  Tx(Handle handle, Instant now) {
    this.handle = handle;
    this.now = now;
  }

  Handle handle() {
    return handle;
  }

  Instant now() {
    return now;
  }

  List<EventView> events() {
    return events;
  }

  /** Moves a run; the detail, where there is one, follows the sentence of the transition. */
  RunStatus move(RunView run, RunEvent event, String detail, long term, Fields fields) {
    Transition<RunStatus, RunEvent> row = Transitions.RUN.find(run.status(), event);
    if (row.to().isFinal()) {
      fields.set("ended_at", now);
    }
    if (!RunTable.move(handle, run, row.to(), fields)) {
      throw new StaleException("run " + run.id() + " is no longer " + run.status().label());
    }
    String kind = Transitions.RUN.kind(event);
    append(run, null, kind, row.from().label(), row.to().label(), sentence(row, detail), term);
    return row.to();
  }

  /** Moves a step; the detail, where there is one, follows the sentence of the transition. */
  StepStatus move(
      RunView run, StepView step, StepEvent event, String detail, long term, Fields fields) {
    return move(run, step, step.status(), event, detail, term, fields);
  }

  StepStatus move(
      RunView run,
      StepView step,
      StepStatus from,
      StepEvent event,
      String detail,
      long term,
      Fields fields) {
    Transition<StepStatus, StepEvent> row = Transitions.STEP.find(from, event);
    if (!StepTable.move(handle, step, from, row.to(), fields)) {
      throw new StaleException("step " + step.key() + " is no longer " + from.label());
    }
    String kind = Transitions.STEP.kind(event);
    append(run, step.key(), kind, from.label(), row.to().label(), sentence(row, detail), term);
    return row.to();
  }

  /** Tells something that moves nothing. */
  void note(RunView run, @Nullable StepKey step, String kind, String text, long term) {
    append(run, step, kind, null, null, text, term);
  }

  private void append(
      RunView run,
      @Nullable StepKey step,
      String kind,
      @Nullable String from,
      @Nullable String to,
      String text,
      long term) {
    events.add(EventTable.append(handle, run, step, kind, from, to, text, term, now));
  }

  private static String sentence(Transition<?, ?> row, String detail) {
    return detail.isEmpty() ? row.text() : row.text() + ": " + detail;
  }
}
