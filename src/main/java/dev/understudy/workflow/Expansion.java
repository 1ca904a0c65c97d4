package dev.understudy.workflow;

import dev.understudy.workflow.definition.Definition;
import dev.understudy.workflow.definition.StepSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a definition into one row per step and node, when a run begins. */
final class Expansion {
  private final Parts parts;
  private final Grip grip;

  Expansion(Parts parts, Grip grip) {
    this.parts = parts;
    this.grip = grip;
  }

  void expand(RunView run, Definition definition) {
    Map<StepSpec, List<String>> nodes =
        nodes(parts.setup().targets(), definition, run.cluster(), run.inputs());
    parts
        .journal()
        .write(
            grip,
            tx -> {
              int position = -1;
              int nodePosition = 0;
              for (Map.Entry<StepSpec, List<String>> entry : nodes.entrySet()) {
                boolean together = entry.getKey().together();
                position += together ? 0 : 1;
                nodePosition = together ? nodePosition : 0;
                insert(tx, run, entry.getKey(), entry.getValue(), position, nodePosition);
                nodePosition += entry.getValue().size();
              }
              RunTable.begun(tx.handle(), run.id(), Times.text(tx.now()));
              return null;
            });
  }

  private void insert(
      Tx tx, RunView run, StepSpec spec, List<String> nodes, int position, int from) {
    for (int i = 0; i < nodes.size(); i++) {
      StepKey key = new StepKey(spec.id(), nodes.get(i));
      StepTable.insert(tx.handle(), run.id(), key, position, from + i, spec.uses());
      if (spec.when() != null && !spec.when().holds(run.inputs())) {
        StepView step = StepTable.find(tx.handle(), run.id(), key).orElseThrow();
        String reason = "only when " + spec.when().text();
        Fields fields = new Fields().set("reason", reason).set("ended_at", tx.now());
        tx.move(run, step, StepEvent.SKIPPED, reason, grip.term(), fields);
      }
    }
  }

  /** The nodes of each step, in the order of the workflow. */
  static Map<StepSpec, List<String>> nodes(
      Targets targets, Definition definition, String cluster, Map<String, String> inputs) {
    Map<StepSpec, List<String>> nodes = new LinkedHashMap<>();
    for (StepSpec spec : definition.steps()) {
      nodes.put(spec, nodes(targets, spec, cluster, inputs));
    }
    return nodes;
  }

  private static List<String> nodes(
      Targets targets, StepSpec spec, String cluster, Map<String, String> inputs) {
    if (!spec.nodes().isEmpty()) {
      return spec.nodes();
    }
    if (spec.selector().equals(Targets.SERVICE) || spec.selector().isEmpty()) {
      return List.of(Targets.SERVICE);
    }
    return new ArrayList<>(targets.resolve(cluster, spec.selector(), inputs));
  }
}
