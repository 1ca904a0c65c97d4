package dev.understudy.workflow;

import dev.understudy.workflow.definition.Definition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run in memory, for simulations that cannot wait for a store. */
public final class MemoryRun {
  final Definition definition;
  final List<MemoryStep> steps = new ArrayList<>();
  private final String id;
  private final Map<String, String> inputs;
  private final Instant createdAt;
  RunStatus status = RunStatus.PENDING;
  String reason = "";
  String remedy = "";
  @Nullable String preemptedBy;
  long term;
  @Nullable Instant endedAt;

  MemoryRun(String id, Definition definition, Map<String, String> inputs, Instant createdAt) {
    this.id = id;
    this.definition = definition;
    this.inputs = definition.complete(inputs);
    this.createdAt = createdAt;
  }

  /** The run as the engine's decisions see it. */
  public RunView view() {
    return new RunView(
        id,
        "orders",
        definition.name(),
        "",
        inputs,
        definition.urgency(),
        true,
        status,
        RunView.Intent.COMPLETE,
        reason,
        remedy,
        preemptedBy,
        term,
        "the simulation",
        createdAt,
        createdAt,
        endedAt);
  }

  public List<StepView> views() {
    return steps.stream().map(MemoryStep::view).toList();
  }

  void move(RunEvent event) {
    status = Transitions.RUN.find(status, event).to();
  }
}
