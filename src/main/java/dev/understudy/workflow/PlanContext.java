package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.common.UnderstudyException;

/** What a step type is told in a plan: it may look, and nothing else. */
final class PlanContext extends AbstractContext {
  /** No run ever has this id. */
  static final String ID = "plan";

  PlanContext(StepFacts facts) {
    super(facts);
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public boolean planning() {
    return true;
  }

  @Override
  public Fence fence() {
    throw new UnderstudyException(
        ErrorClass.FENCED,
        "step " + step(),
        "a plan has no authority to change anything, and its probe asked for it",
        null,
        null);
  }

  @Override
  public void progress(Progress progress) {}

  @Override
  public void safePoint() {}
}
