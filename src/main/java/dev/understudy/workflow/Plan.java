package dev.understudy.workflow;

import java.util.List;

/**
 * What a run would change now.
 *
 * @param changes in the order of the steps and nodes
 * @param problems what the probes could not find out, or found in the way
 */
public record Plan(
    String workflow, String cluster, List<PlannedChange> changes, List<PlanProblem> problems) {
  public Plan {
    changes = List.copyOf(changes);
    problems = List.copyOf(problems);
  }

  /** Whether a run would change nothing. */
  public boolean isEmpty() {
    return changes.isEmpty() && problems.isEmpty();
  }
}
