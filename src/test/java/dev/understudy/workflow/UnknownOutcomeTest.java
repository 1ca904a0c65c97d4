package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After an act of which nobody knows what came of it, the probe decides. */
class UnknownOutcomeTest extends RigTest {
  private FakeType make;

  @BeforeEach
  void file() {
    rig.file("name: job\nsteps: [{ id: one, uses: make, retry: { attempts: 2, backoff: 10s } }]");
    make = rig.type("make");
  }

  private String beginAndLookAgain() {
    rig.start();
    String run = rig.begin("job");
    rig.await(run, "one@service", StepStatus.UNKNOWN);
    rig.awaitAlarm(run);
    rig.advance(Duration.ofSeconds(10));
    return run;
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorClass.class,
      names = {"TIMEOUT", "UNKNOWN"})
  void isDoneWhenTheProbeFindsTheGoalMet(ErrorClass type) {
    make.apply =
        context -> {
          make.bring(context);
          throw error(type);
        };
    String run = beginAndLookAgain();
    rig.await(run, RunStatus.DONE);

    assertThat(rig.world.acts()).containsExactly("apply one@service 1");
    assertThat(rig.statuses(run)).containsEntry("one@service", StepStatus.DONE);
    assertThat(rig.runs.attempts(run).get(1).outcome()).isEqualTo(AttemptView.Outcome.UNKNOWN);
  }

  @Test
  void isTriedAgainWhenTheProbeFindsNothingDone() {
    make.apply = failing(1, ErrorClass.TIMEOUT, make::bring);
    String run = beginAndLookAgain();
    rig.await(run, RunStatus.DONE);

    assertThat(rig.world.acts()).containsExactly("apply one@service 1", "apply one@service 2");
  }

  @Test
  void isAttachedToUnderTheSameNumberWhenItIsStillUnderWay() {
    boolean[] lostSight = {true};
    make.probe =
        context ->
            lostSight[0] && !rig.world.acts().isEmpty()
                ? new Probe.Underway(Map.of("job", context.jobId()))
                : make.look(context);
    make.apply =
        context -> {
          if (rig.world.acts("apply").size() == 1) {
            throw error(ErrorClass.UNKNOWN);
          }
          lostSight[0] = false;
          make.bring(context);
        };
    String run = beginAndLookAgain();
    rig.await(run, RunStatus.DONE);

    assertThat(rig.world.acts()).containsExactly("apply one@service 1", "apply one@service 1");
    assertThat(rig.step(run, "one@service").attempts()).isEqualTo(1);
  }

  @Test
  void isLookedAtOnceMoreAfterTheLastAttempt() {
    make.apply =
        context -> {
          if (context.attempt() == 2) {
            make.bring(context);
          }
          throw error(ErrorClass.TIMEOUT);
        };
    String run = beginAndLookAgain();
    Await.until(() -> rig.story(run), () -> rig.step(run, "one@service").failures() == 2);
    rig.awaitAlarm(run);
    rig.advance(Duration.ofMinutes(1));
    rig.await(run, RunStatus.DONE);

    assertThat(rig.world.acts()).hasSize(2);
  }

  @Test
  void hasFailedWhenTheProbeFindsNothingDoneAfterTheLastAttempt() {
    make.apply = failing(9, ErrorClass.TIMEOUT, make::bring);
    String run = beginAndLookAgain();
    Await.until(() -> rig.story(run), () -> rig.step(run, "one@service").failures() == 2);
    rig.awaitAlarm(run);
    rig.advance(Duration.ofMinutes(1));

    assertThat(rig.await(run, RunStatus.WAITING).reason()).contains("timeout trouble");
    assertThat(rig.world.acts()).hasSize(2);
  }
}
