package dev.understudy.workflow;

import dev.understudy.workflow.definition.OnFailure;
import dev.understudy.workflow.definition.Order;
import dev.understudy.workflow.definition.StepSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides what a run does next, from its state and the time alone. */
final class Decider {
  private final int parallelism;

  /**
   * @param parallelism how many nodes of a step are worked on at a time
   */
  Decider(int parallelism) {
    this.parallelism = parallelism;
  }

  Decision decide(RunState state, Instant now) {
    List<Decision.Lost> lost =
        state.steps().stream()
            .filter(step -> step.status() == StepStatus.RUNNING && !state.busy(step))
            .map(Decision.Lost::new)
            .toList();
    if (!lost.isEmpty()) {
      return Decision.of(lost);
    }
    return switch (state.run().intent()) {
      case COMPLETE -> forward(state, now);
      case PAUSE -> pause(state);
      case CANCEL -> new Undoing(state, now).decide();
    };
  }

  private static Decision pause(RunState state) {
    return state.inFlight().isEmpty()
        ? Decision.of(new Decision.Rest(RunEvent.PAUSED, "somebody asked for it", ""))
        : Decision.wait(null);
  }

  private Decision forward(RunState state, Instant now) {
    Map<String, List<StepView>> known =
        state.steps().stream().collect(Collectors.groupingBy(StepView::id));
    for (StepSpec spec : state.definition().steps()) {
      List<StepView> rows = known.getOrDefault(spec.id(), List.of());
      boolean settled = rows.stream().allMatch(step -> settled(step, state) && !state.busy(step));
      if (!settled) {
        return step(spec, rows, state, now);
      }
    }
    return Decision.of(new Decision.Rest(RunEvent.FINISHED, "", ""));
  }

  /** A step that was finished under an earlier lease is looked at again before the run goes on. */
  private static boolean settled(StepView step, RunState state) {
    boolean fresh = step.status() == StepStatus.SKIPPED || step.term() == state.term();
    return step.status().isSettled() && fresh;
  }

  private Decision step(StepSpec spec, List<StepView> rows, RunState state, Instant now) {
    List<Decision.Act> acts = new ArrayList<>();
    int room = (spec.order() == Order.SERIAL ? 1 : parallelism) - state.inFlight().size();
    Instant wake = null;
    boolean open = false;
    for (StepView step : rows) {
      if (settled(step, state) && !state.busy(step)) {
        continue;
      }
      if (step.status() == StepStatus.FAILED && !state.busy(step)) {
        if (spec.order() == Order.SERIAL) {
          break;
        }
        continue;
      }
      open = true;
      if (state.busy(step)) {
        continue;
      }
      if (outOfTime(spec, step, now)) {
        acts.add(new Decision.GiveUp(step));
      } else if (room > 0 && due(spec, step, now)) {
        acts.add(new Decision.Begin(step));
        room--;
      } else if (!due(spec, step, now)) {
        wake = earlier(wake, nextInstant(spec, step));
      }
      if (spec.order() == Order.SERIAL) {
        break;
      }
    }
    return open ? new Decision(acts, wake) : rest(spec, rows);
  }

  /** A time further away than any delay is one of a clock that was set back since. */
  static boolean due(StepSpec spec, StepView step, Instant now) {
    Instant due = step.notBefore();
    return due == null || !due.isAfter(now) || due.isAfter(now.plus(spec.retry().maxBackoff()));
  }

  private static boolean outOfTime(StepSpec spec, StepView step, Instant now) {
    Instant end = endOfStep(spec, step);
    return step.status() == StepStatus.WAITING && end != null && !end.isAfter(now);
  }

  private static @Nullable Instant endOfStep(StepSpec spec, StepView step) {
    return spec.timeouts().step() == null || step.clockFrom() == null
        ? null
        : step.clockFrom().plus(spec.timeouts().step());
  }

  private static @Nullable Instant nextInstant(StepSpec spec, StepView step) {
    Instant end = step.status() == StepStatus.WAITING ? endOfStep(spec, step) : null;
    return earlier(step.notBefore(), end);
  }

  static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isBefore(b) ? a : b;
  }

  private static Decision rest(StepSpec spec, List<StepView> rows) {
    RunEvent event = spec.onFailure() == OnFailure.FAIL ? RunEvent.FAILED : RunEvent.STUCK;
    return Decision.of(rest(event, rows));
  }

  /** The rest that failed steps force upon a run, with their errors as the reason. */
  static Decision.Rest rest(RunEvent event, List<StepView> rows) {
    List<StepView> failed =
        rows.stream().filter(step -> step.status() == StepStatus.FAILED).toList();
    String reason =
        failed.stream()
            .map(step -> step.key() + ": " + Optional.ofNullable(step.error()).orElse("failed"))
            .collect(Collectors.joining("; "));
    String remedy =
        failed.stream()
            .map(step -> Optional.ofNullable(step.remedy()).orElse(""))
            .filter(text -> !text.isEmpty())
            .distinct()
            .collect(Collectors.joining("; "));
    return new Decision.Rest(event, reason, remedy);
  }
}
