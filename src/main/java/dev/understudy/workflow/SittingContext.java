package dev.understudy.workflow;

import dev.understudy.common.Fence;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a step type is told while a run works on it. */
final class SittingContext extends AbstractContext {
  private static final Duration SAVED_EVERY = Duration.ofSeconds(1);

  private final Sitting sitting;
  private final Clock clock;
  private final Supplier<Fence> fence;
  private final Consumer<Progress> shown;
  private final Runnable saved;
  private @Nullable Instant savedAt;

  /**
   * @param shown gets every sign of progress
   * @param saved writes the newest one to the store
   */
  SittingContext(
      StepFacts facts,
      Sitting sitting,
      Clock clock,
      Supplier<Fence> fence,
      Consumer<Progress> shown,
      Runnable saved) {
    super(facts);
    this.sitting = sitting;
    this.clock = clock;
    this.fence = fence;
    this.shown = shown;
    this.saved = saved;
  }

  @Override
  public int attempt() {
    return sitting.number();
  }

  @Override
  public Fence fence() {
    Suspension suspension = sitting.suspension();
    if (suspension != null && suspension.cause() == Suspension.Cause.LOST) {
      throw new LeaseLostException(runId(), suspension.text());
    }
    return fence.get();
  }

  @Override
  public void progress(Progress progress) {
    Instant now = Times.now(clock);
    sitting.progress(progress, now);
    shown.accept(progress);
    synchronized (this) {
      if (savedAt != null && now.isBefore(savedAt.plus(SAVED_EVERY))) {
        return;
      }
      savedAt = now;
    }
    saved.run();
  }

  @Override
  public void safePoint() {
    Suspension suspension = sitting.suspension();
    if (suspension != null) {
      throw new SuspendedException(suspension.text());
    }
  }
}
