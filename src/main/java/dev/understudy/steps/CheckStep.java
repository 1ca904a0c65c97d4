package dev.understudy.steps;

import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.Map;

/** A proof: changes nothing, and either holds with its evidence or is an error. */
abstract class CheckStep implements StepType {

  /**
   * Proves it.
   *
   * @throws dev.understudy.common.UnderstudyException when it does not hold
   */
  abstract Map<String, String> prove(StepContext context);

  /** Whether the proof can be made before the steps before it are carried out. */
  boolean provableInPlan() {
    return false;
  }

  @Override
  public final Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public final Probe probe(StepContext context) {
    return context.planning() && !provableInPlan()
        ? Probe.met(Map.of("proof", "made in the run"))
        : Probe.met(prove(context));
  }

  @Override
  public final void apply(StepContext context) {
    throw new IllegalStateException("a proof has nothing to apply");
  }
}
