package dev.understudy.workflow;

import dev.understudy.common.Fence;
import java.util.function.Supplier;

/** What a step type is told when its work is ended by whoever has the power now. */
final class EndingContext extends AbstractContext {
  private final int attempt;
  private final Supplier<Fence> fence;

  EndingContext(StepFacts facts, int attempt, Supplier<Fence> fence) {
    super(facts);
    this.attempt = attempt;
    this.fence = fence;
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public Fence fence() {
    return fence.get();
  }

  @Override
  public void progress(Progress progress) {}

  @Override
  public void safePoint() {}
}
