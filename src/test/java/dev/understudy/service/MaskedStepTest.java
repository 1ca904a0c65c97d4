package dev.understudy.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Secrets;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.LeaseLostException;
import dev.understudy.workflow.NoContext;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What step types say goes out masked. */
class MaskedStepTest {
  private static final Secrets SECRETS = Secrets.of(List.of("s3cret"));

  /** Answers its probe with what it is given. */
  private record Saying(Supplier<Probe> answer) implements StepType {
    @Override
    public String name() {
      return "saying";
    }

    @Override
    public Reversibility reversibility() {
      return Reversibility.REVERSIBLE;
    }

    @Override
    public Probe probe(StepContext context) {
      return answer.get();
    }

    @Override
    public void apply(StepContext context) {
      answer.get();
    }
  }

  private static StepType saying(Supplier<Probe> answer) {
    return MaskedStep.all(Map.of("saying", new Saying(answer)), () -> SECRETS).get("saying");
  }

  private static Probe probe(Probe answer) {
    return saying(() -> answer).probe(new NoContext());
  }

  @Test
  void evidenceIsMaskedAndOneLineForEachFact() {
    Probe probe = probe(Probe.met(Map.of("said", "key=s3cret\n  and more\n")));
    assertThat(probe).isInstanceOf(Probe.Met.class);
    assertThat(probe.evidence()).containsExactly(Map.entry("said", "key=****** / and more"));
  }

  @Test
  void changesKeepTheirLines() {
    Change change = Change.of("file", "/a s3cret", "x\ny", "x\ns3cret").withRestart();
    Probe.NotMet probe = (Probe.NotMet) probe(Probe.notMet(change));
    assertThat(probe.changes())
        .containsExactly(Change.of("file", "/a ******", "x\ny", "x\n******").withRestart());
  }

  @Test
  void workUnderWayStaysUnderWay() {
    assertThat(probe(new Probe.Underway(Map.of("job", "s3cret.1"))))
        .isEqualTo(new Probe.Underway(Map.of("job", "******.1")));
  }

  @Test
  void errorsKeepTheirClass() {
    StepType type =
        saying(
            () -> {
              throw new UnderstudyException(
                  ErrorClass.NO_SPACE, "s3cret", "said s3cret", "try s3cret", null);
            });
    for (Runnable call :
        List.<Runnable>of(() -> type.probe(new NoContext()), () -> type.apply(new NoContext()))) {
      UnderstudyException error = catchThrowableOfType(UnderstudyException.class, call::run);
      assertThat(error.errorClass()).isEqualTo(ErrorClass.NO_SPACE);
      assertThat(error.subject() + error.getMessage() + error.remedy())
          .isEqualTo("******said ******try ******");
      assertThat(error).hasNoCause();
    }
  }

  @Test
  void errorsWithoutSecretsStayWhatTheyAre() {
    PreconditionException plain = new PreconditionException("alpha", "no", null);
    LeaseLostException lost = new LeaseLostException("r1", "s3cret or not");
    for (RuntimeException error : List.of(plain, lost)) {
      StepType type =
          saying(
              () -> {
                throw error;
              });
      assertThat(catchThrowableOfType(RuntimeException.class, () -> type.probe(new NoContext())))
          .isSameAs(error);
    }
  }
}
