package dev.understudy.workflow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Decides how a cancelled run is taken back: detached work ended, applied steps undone in reverse
 * order down to the last point of no return.
 */
final class Undoing {
  private final RunState state;
  private final Instant now;
  private final int pointOfNoReturn;

  Undoing(RunState state, Instant now) {
    this.state = state;
    this.now = now;
    this.pointOfNoReturn =
        state.steps().stream()
            .filter(this::isPassedPoint)
            .mapToInt(StepView::position)
            .max()
            .orElse(-1);
  }

  /** Once its application began, a point of no return counts as passed. */
  private boolean isPassedPoint(StepView step) {
    return step.touched()
        && state.reversibility(step) == Reversibility.POINT_OF_NO_RETURN
        && step.status() != StepStatus.CANCELLED;
  }

  Decision decide() {
    List<StepView> rows =
        state.steps().stream()
            .filter(step -> state.busy(step) || needsWork(step))
            .sorted(Comparator.comparingInt(StepView::position).reversed())
            .toList();
    if (rows.isEmpty()) {
      return finish();
    }
    if (rows.stream().anyMatch(step -> state.busy(step) && !step.undoing())) {
      return Decision.wait(null);
    }
    int position = rows.get(0).position();
    return undo(rows.stream().filter(step -> step.position() == position).toList());
  }

  private boolean needsWork(StepView step) {
    return switch (step.status()) {
      case DONE -> reversible(step);
      case PENDING, WAITING, PAUSED, UNKNOWN -> step.touched() || step.undoing();
      case FAILED -> step.touched() && (reversible(step) || step.undoing());
      default -> false;
    };
  }

  private boolean reversible(StepView step) {
    return step.touched()
        && state.reversibility(step) == Reversibility.REVERSIBLE
        && step.position() > pointOfNoReturn;
  }

  private Decision undo(List<StepView> rows) {
    List<Decision.Act> acts = new ArrayList<>();
    Instant wake = null;
    boolean open = false;
    for (StepView step : rows) {
      if (step.status() == StepStatus.FAILED && step.undoing()) {
        continue;
      }
      if (state.busy(step)) {
        open = true;
      } else if (step.undoing() && !due(step)) {
        open = true;
        wake = Decider.earlier(wake, step.notBefore());
      } else {
        open = true;
        boolean abandon = step.status() != StepStatus.DONE;
        acts.add(new Decision.Undo(step, abandon, reversible(step)));
      }
    }
    return open ? new Decision(acts, wake) : Decision.of(Decider.rest(RunEvent.STUCK, rows));
  }

  private boolean due(StepView step) {
    return Decider.due(state.definition().step(step.id()), step, now);
  }

  private Decision finish() {
    return Decision.of(new Decision.Rest(RunEvent.CANCELLED, reason(), ""));
  }

  private String reason() {
    return state.steps().stream()
        .filter(step -> step.position() == pointOfNoReturn)
        .findFirst()
        .map(step -> "nothing up to " + step.id() + " was undone: it is a point of no return")
        .orElse("somebody asked for it");
  }
}
