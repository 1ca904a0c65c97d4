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
    List<Part> front = new ArrayList<>();
    int begun = 0;
    for (StepSpec spec : state.definition().steps()) {
      if (!front.isEmpty() && !spec.together()) {
        break;
      }
      List<StepView> rows = known.getOrDefault(spec.id(), List.of());
      boolean settled = rows.stream().allMatch(step -> settled(step, state) && !state.busy(step));
      if (!settled) {
        Part part = step(spec, rows, state, begun, now);
        begun += part.acts().size();
        front.add(part);
      }
    }
    return front.isEmpty()
        ? Decision.of(new Decision.Rest(RunEvent.FINISHED, "", ""))
        : joined(front);
  }

  /** What is to be done for one of the steps that go on together. */
  private record Part(
      StepSpec spec,
      List<StepView> rows,
      List<Decision.Act> acts,
      @Nullable Instant wake,
      boolean open) {
    boolean failsTheRun() {
      return spec.onFailure() == OnFailure.FAIL
          && rows.stream().anyMatch(step -> step.status() == StepStatus.FAILED);
    }
  }

  private static Decision joined(List<Part> parts) {
    if (parts.stream().noneMatch(Part::open)) {
      boolean fail = parts.stream().anyMatch(Part::failsTheRun);
      List<StepView> rows = parts.stream().flatMap(part -> part.rows().stream()).toList();
      return Decision.of(rest(fail ? RunEvent.FAILED : RunEvent.STUCK, rows));
    }
    Instant wake = null;
    for (Part part : parts) {
      wake = earlier(wake, part.wake());
    }
    return new Decision(parts.stream().flatMap(part -> part.acts().stream()).toList(), wake);
  }

  /** A step that was finished under an earlier lease is looked at again before the run goes on. */
  private static boolean settled(StepView step, RunState state) {
    boolean fresh = step.status() == StepStatus.SKIPPED || step.term() == state.term();
    return step.status().isSettled() && fresh;
  }

  private Part step(StepSpec spec, List<StepView> rows, RunState state, int begun, Instant now) {
    List<Decision.Act> acts = new ArrayList<>();
    int room = room(spec, state, begun);
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
    return new Part(spec, rows, acts, wake, open);
  }

  private int room(StepSpec spec, RunState state, int begun) {
    if (spec.order() == Order.PARALLEL) {
      return parallelism - state.inFlight().size() - begun;
    }
    boolean busy = state.inFlight().stream().anyMatch(key -> key.step().equals(spec.id()));
    return busy ? 0 : 1;
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
