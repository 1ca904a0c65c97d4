package dev.understudy.workflow;

import static dev.understudy.workflow.StepStatus.UNKNOWN;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The one table of what may happen to runs and steps. Nothing moves except by it. */
final class Transitions<S extends Enum<S>, E extends Enum<E>> {
  static final Transitions<RunStatus, RunEvent> RUN = new Transitions<>("run", runRows());
  static final Transitions<StepStatus, StepEvent> STEP = new Transitions<>("step", stepRows());

  private final String subject;
  private final List<Transition<S, E>> rows;

  private Transitions(String subject, List<Transition<S, E>> rows) {
    this.subject = subject;
    this.rows = rows;
  }

  List<Transition<S, E>> rows() {
    return rows;
  }

  /** The kind under which the event log records the event, such as {@code step.begun}. */
  String kind(E event) {
    return subject + "." + event.name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalStateException when the table has no such move: an error of the engine
   */
  Transition<S, E> find(S from, E event) {
    return rows.stream()
        .filter(row -> row.from() == from && row.event() == event)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("a " + subject + " in " + from + " cannot " + event));
  }

  boolean allows(S from, E event) {
    return rows.stream().anyMatch(row -> row.from() == from && row.event() == event);
  }

  private static List<Transition<RunStatus, RunEvent>> runRows() {
    RunStatus pending = RunStatus.PENDING;
    RunStatus running = RunStatus.RUNNING;
    RunStatus waiting = RunStatus.WAITING;
    RunStatus paused = RunStatus.PAUSED;
    RunStatus cancelled = RunStatus.CANCELLED;
    return List.of(
        new Transition<>(pending, RunEvent.ACQUIRED, running, "the run begins or goes on"),
        new Transition<>(pending, RunEvent.PAUSED, paused, "the run is paused in the queue"),
        new Transition<>(pending, RunEvent.CANCELLED, cancelled, "the run is cancelled unbegun"),
        new Transition<>(running, RunEvent.TAKEN_OVER, running, "the run is taken over"),
        new Transition<>(running, RunEvent.FINISHED, RunStatus.DONE, "the run is done"),
        new Transition<>(running, RunEvent.STUCK, waiting, "the run waits for a person"),
        new Transition<>(running, RunEvent.FAILED, RunStatus.FAILED, "the run has failed"),
        new Transition<>(running, RunEvent.PAUSED, paused, "the run is paused"),
        new Transition<>(running, RunEvent.PREEMPTED, waiting, "the run makes way"),
        new Transition<>(running, RunEvent.CANCELLED, cancelled, "the run is cancelled"),
        new Transition<>(waiting, RunEvent.RESUMED, pending, "the run is to go on"),
        new Transition<>(waiting, RunEvent.PAUSED, paused, "the waiting run is paused"),
        new Transition<>(paused, RunEvent.RESUMED, pending, "the paused run is to go on"));
  }

  private static List<Transition<StepStatus, StepEvent>> stepRows() {
    return Stream.of(beginnings(), endings(), orders(), undoings()).flatMap(List::stream).toList();
  }

  private static List<Transition<StepStatus, StepEvent>> beginnings() {
    StepStatus running = StepStatus.RUNNING;
    return List.of(
        new Transition<>(StepStatus.PENDING, StepEvent.BEGUN, running, "the step begins"),
        new Transition<>(StepStatus.WAITING, StepEvent.BEGUN, running, "the step is tried again"),
        new Transition<>(StepStatus.PAUSED, StepEvent.BEGUN, running, "the step goes on"),
        new Transition<>(UNKNOWN, StepEvent.BEGUN, running, "a probe decides what was done"),
        new Transition<>(
            StepStatus.DONE, StepEvent.CHECKED_AGAIN, running, "the done step is probed again"),
        new Transition<>(
            StepStatus.SATISFIED,
            StepEvent.CHECKED_AGAIN,
            running,
            "the satisfied step is probed again"));
  }

  private static List<Transition<StepStatus, StepEvent>> endings() {
    StepStatus running = StepStatus.RUNNING;
    StepStatus failed = StepStatus.FAILED;
    return List.of(
        new Transition<>(
            running, StepEvent.FOUND_MET, StepStatus.SATISFIED, "the goal was met already"),
        new Transition<>(running, StepEvent.VERIFIED, StepStatus.DONE, "the step is done"),
        new Transition<>(running, StepEvent.RETRY_LATER, StepStatus.WAITING, "the attempt failed"),
        new Transition<>(running, StepEvent.GIVEN_UP, failed, "the step has failed"),
        new Transition<>(
            running, StepEvent.OUTCOME_UNKNOWN, UNKNOWN, "it is not known what was done"),
        new Transition<>(
            running, StepEvent.SUSPENDED, StepStatus.PAUSED, "the step stops at a safe point"),
        new Transition<>(
            StepStatus.WAITING, StepEvent.GIVEN_UP, failed, "the step has no time left"));
  }

  private static List<Transition<StepStatus, StepEvent>> orders() {
    StepStatus pending = StepStatus.PENDING;
    StepStatus skipped = StepStatus.SKIPPED;
    StepStatus cancelled = StepStatus.CANCELLED;
    return List.of(
        new Transition<>(
            StepStatus.FAILED, StepEvent.RETRIED, pending, "the failed step is to be tried again"),
        new Transition<>(
            StepStatus.FAILED, StepEvent.SKIPPED, skipped, "the failed step is skipped"),
        new Transition<>(pending, StepEvent.SKIPPED, skipped, "the step is skipped"),
        new Transition<>(
            StepStatus.WAITING, StepEvent.SKIPPED, skipped, "the waiting step is skipped"),
        new Transition<>(
            StepStatus.PAUSED, StepEvent.SKIPPED, skipped, "the paused step is skipped"),
        new Transition<>(UNKNOWN, StepEvent.SKIPPED, skipped, "the unclear step is skipped"),
        new Transition<>(pending, StepEvent.CANCELLED, cancelled, "the step is left out"),
        new Transition<>(StepStatus.WAITING, StepEvent.CANCELLED, cancelled, "no more is tried"),
        new Transition<>(StepStatus.PAUSED, StepEvent.CANCELLED, cancelled, "it is left as it is"),
        new Transition<>(UNKNOWN, StepEvent.CANCELLED, cancelled, "it is left unclear"));
  }

  private static List<Transition<StepStatus, StepEvent>> undoings() {
    StepEvent begun = StepEvent.UNDO_BEGUN;
    StepStatus running = StepStatus.RUNNING;
    return List.of(
        new Transition<>(StepStatus.DONE, begun, running, "the step is undone"),
        new Transition<>(StepStatus.FAILED, begun, running, "what the failed step did is undone"),
        new Transition<>(StepStatus.PENDING, begun, running, "the undoing is tried again"),
        new Transition<>(StepStatus.WAITING, begun, running, "what was tried is undone"),
        new Transition<>(StepStatus.PAUSED, begun, running, "what the step did so far is undone"),
        new Transition<>(UNKNOWN, begun, running, "what may have been done is undone"),
        new Transition<>(
            running, StepEvent.UNDONE, StepStatus.CANCELLED, "nothing is left of the step"));
  }
}
