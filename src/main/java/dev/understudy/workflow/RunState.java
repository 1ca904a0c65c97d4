package dev.understudy.workflow;

import dev.understudy.workflow.definition.Definition;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that the next decision about a run depends on.
 *
 * @param steps all of them; when the run is brought forward, those that are settled in this term
 *     and those behind the first that is not may be missing
 * @param term of the lease in hand
 * @param inFlight the steps that a thread of this process is working on
 * @param reversibility by step type
 */
record RunState(
    RunView run,
    Definition definition,
    List<StepView> steps,
    long term,
    Set<StepKey> inFlight,
    Map<String, Reversibility> reversibility) {

  boolean busy(StepView step) {
    return inFlight.contains(step.key());
  }

  Reversibility reversibility(StepView step) {
    return reversibility.getOrDefault(step.uses(), Reversibility.KEPT);
  }
}
