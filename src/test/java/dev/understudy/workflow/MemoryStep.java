package dev.understudy.workflow;

import dev.understudy.workflow.definition.StepSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A step of a run in memory; its moves are those of the engine's table. */
final class MemoryStep {
  final StepSpec spec;
  final String node;
  private final String run;
  private final int position;
  private final int nodePosition;
  StepStatus status = StepStatus.PENDING;
  int attempts;
  int failures;
  long term;
  @Nullable Instant notBefore;
  @Nullable Instant clockFrom;
  @Nullable Limit timedOut;
  @Nullable Failure failure;

  /** Ends of failures to connect, the newest first. */
  final List<Instant> unconnected = new ArrayList<>();

  MemoryStep(String run, StepSpec spec, String node, int position, int nodePosition) {
    this.run = run;
    this.spec = spec;
    this.node = node;
    this.position = position;
    this.nodePosition = nodePosition;
  }

  void move(StepEvent event) {
    status = Transitions.STEP.find(status, event).to();
  }

  StepView view() {
    return new StepView(
        run,
        spec.id(),
        node,
        position,
        nodePosition,
        spec.uses(),
        status,
        attempts,
        failures,
        term,
        notBefore,
        clockFrom,
        false,
        timedOut,
        Map.of(),
        failure == null ? null : failure.errorClass(),
        failure == null ? null : failure.message(),
        failure == null ? null : failure.remedy(),
        "",
        null,
        null);
  }
}
