package dev.understudy.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Tally;
import dev.understudy.common.UnderstudyException;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import dev.understudy.workflow.SuspendedException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CountedStepTest {
  private final Tally tally = new Tally();
  private @Nullable RuntimeException failure;

  @Test
  void looksAndActsAreCountedAndGoOnAsTheyDid() {
    StepType step = CountedStep.all(Map.of("make", new Made()), tally).get("make");
    // The type does not ask for it.
    StepContext context = null;

    assertThat(step.probe(context)).isEqualTo(Probe.met(Map.of()));
    step.apply(context);
    failure = new UnderstudyException(ErrorClass.REMOTE_EXIT, "alpha", "no", null, null);
    assertThat(catchThrowable(() -> step.apply(context))).isSameAs(failure);
    failure = new SuspendedException("a more urgent run");
    assertThat(catchThrowable(() -> step.apply(context))).isSameAs(failure);
    assertThat(catchThrowable(() -> step.undo(context))).isSameAs(failure);

    assertThat(tally.totals().keySet())
        .extracting(deed -> deed.what() + " " + deed.kind() + " " + deed.outcome())
        .containsExactly(
            "step apply make done",
            "step apply make remote exit",
            "step apply make suspended",
            "step probe make done",
            "step undo make suspended");
  }

  private final class Made implements StepType {
    @Override
    public String name() {
      return "make";
    }

    @Override
    public Reversibility reversibility() {
      return Reversibility.REVERSIBLE;
    }

    @Override
    public Probe probe(StepContext context) {
      return Probe.met(Map.of());
    }

    @Override
    public void apply(StepContext context) {
      fail();
    }

    @Override
    public void undo(StepContext context) {
      fail();
    }

    private void fail() {
      if (failure != null) {
        throw failure;
      }
    }
  }
}
