package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryTest extends RigTest {
  private FakeType make;

  @BeforeEach
  void file() {
    rig.file(
        """
        name: job
        steps:
          - { id: one, uses: make, retry: { attempts: 3, backoff: 10s, max_backoff: 1m, patience: 0s } }
          - { id: two, uses: keep }
        """);
    make = rig.type("make");
  }

  @Test
  void triesAgainAtTheStoredTimeAndNotBefore() {
    make.apply = failing(1, ErrorClass.REMOTE_EXIT, make::bring);
    rig.start();
    String run = rig.begin("job");
    StepView waiting = rig.await(run, "one@service", StepStatus.WAITING);
    rig.awaitAlarm(run);

    Instant due = waiting.notBefore();
    assertThat(due).isBetween(SettableClock.START, SettableClock.START.plusSeconds(10));
    assertThat(rig.alarms.pending()).containsEntry("run-" + run, due);
    rig.sweep();
    assertThat(rig.world.acts()).containsExactly("apply one@service 1");
    assertThat(rig.run(run).status()).isEqualTo(RunStatus.RUNNING);

    rig.advance(Duration.between(SettableClock.START, due));
    rig.await(run, RunStatus.DONE);
    assertThat(rig.world.acts("apply"))
        .containsExactly("apply one@service 1", "apply one@service 2", "apply two@service 1");
    assertThat(rig.step(run, "one@service").failures()).isZero();
  }

  @Test
  void waitsForAPersonAfterTheLastAttempt() {
    make.apply = failing(9, ErrorClass.CONNECTION, make::bring);
    rig.start();
    String run = rig.begin("job");
    for (int failures = 1; failures <= 2; failures++) {
      int expected = failures;
      Await.until(
          () -> rig.story(run),
          () -> rig.runs.steps(run).stream().anyMatch(step -> step.failures() == expected));
      rig.awaitAlarm(run);
      rig.advance(Duration.ofMinutes(1));
    }
    RunView stuck = rig.await(run, RunStatus.WAITING);

    assertThat(rig.world.acts()).hasSize(3);
    assertThat(stuck.reason()).isEqualTo("one on service: alpha: connection trouble");
    assertThat(stuck.remedy()).isEqualTo("do this");
    assertThat(rig.step(run, "one@service").errorClass()).isEqualTo(ErrorClass.CONNECTION);
    assertThat(rig.runs.attempts(run))
        .filteredOn(attempt -> attempt.phase() == Phase.APPLY)
        .extracting(AttemptView::outcome)
        .containsOnly(AttemptView.Outcome.FAILED);
  }

  @Test
  void countsNoOutageThatIsShorterThanItsPatience() {
    rig.file("name: job\nsteps: [{ id: one, uses: make, retry: { attempts: 1, patience: 9m } }]");
    make.apply = failing(7, ErrorClass.CONNECTION, make::bring);
    rig.start();
    String run = rig.begin("job");
    passMinutes(run, 7);

    rig.await(run, RunStatus.DONE);
    assertThat(rig.world.acts()).hasSize(8);
  }

  @Test
  void countsAnOutageThatIsLongerThanItsPatience() {
    rig.file("name: job\nsteps: [{ id: one, uses: make, retry: { attempts: 1, patience: 3m } }]");
    make.apply = failing(99, ErrorClass.CONNECTION, make::bring);
    rig.start();
    String run = rig.begin("job");
    passMinutes(run, 3);

    assertThat(rig.await(run, RunStatus.WAITING).reason()).contains("connection trouble");
    assertThat(rig.world.acts()).hasSize(4);
  }

  @Test
  void countsNoBlipHoursAfterAnOutage() {
    rig.file("name: job\nsteps: [{ id: one, uses: make, retry: { attempts: 1, patience: 9m } }]");
    int[] left = {4};
    make.apply =
        context -> {
          if (left[0]-- == 1) {
            rig.clock.advance(Duration.ofHours(5));
            context.progress(Progress.bytes(1, 2, ""));
          }
          if (left[0] >= 0) {
            throw error(ErrorClass.CONNECTION);
          }
          make.bring(context);
        };
    rig.start();
    String run = rig.begin("job");
    passMinutes(run, 4);

    rig.await(run, RunStatus.DONE);
    assertThat(rig.world.acts()).hasSize(5);
  }

  /** To look succeeds each time, and the application takes longer than the patience to fail. */
  @Test
  void countsSlowFailuresThatNeverGotAhead() {
    rig.file("name: job\nsteps: [{ id: one, uses: make, retry: { attempts: 2, patience: 3m } }]");
    make.apply =
        context -> {
          rig.clock.advance(Duration.ofMinutes(4));
          throw error(ErrorClass.CONNECTION);
        };
    rig.start();
    String run = rig.begin("job");
    passMinutes(run, 2);

    assertThat(rig.await(run, RunStatus.WAITING).reason()).contains("connection trouble");
    assertThat(rig.world.acts()).hasSize(3);
  }

  private void passMinutes(String run, int minutes) {
    for (int minute = 1; minute <= minutes; minute++) {
      int failed = minute;
      Await.until(() -> rig.story(run), () -> rig.world.acts().size() == failed);
      rig.awaitAlarm(run);
      rig.advance(Duration.ofMinutes(1));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorClass.class,
      names = {"PRECONDITION", "AUTHENTICATION", "HOST_KEY", "NO_SPACE", "FENCED", "CONFIGURATION"})
  void neverRepeatsWhatOnlyAPersonCanMend(ErrorClass type) {
    make.apply = failing(1, type, make::bring);
    rig.start();
    String run = rig.begin("job");
    rig.await(run, RunStatus.WAITING);

    assertThat(rig.world.acts()).containsExactly("apply one@service 1");
    assertThat(rig.statuses(run)).containsEntry("one@service", StepStatus.FAILED);
    assertThat(rig.statuses(run)).containsEntry("two@service", StepStatus.PENDING);
  }

  @Test
  void failsARunWhoseStepSaysSo() {
    rig.file("name: strict\nsteps: [{ id: one, uses: make, on_failure: fail }]");
    make.apply = failing(1, ErrorClass.PRECONDITION, make::bring);
    rig.start();
    String run = rig.begin("strict");

    assertThat(rig.await(run, RunStatus.FAILED).reason()).contains("precondition trouble");
  }

  @Test
  void letsTheOtherNodesFinishBeforeItWaits() {
    rig.file(
        """
        name: many
        steps:
          - { id: one, uses: make, on: all, retry: { attempts: 2, backoff: 10s } }
          - { id: two, uses: keep }
        """);
    make.apply =
        context -> {
          if (context.node().equals("bravo")) {
            throw error(ErrorClass.PRECONDITION);
          }
          if (context.node().equals("charlie") && context.attempt() == 1) {
            throw error(ErrorClass.CONNECTION);
          }
          make.bring(context);
        };
    rig.start();
    String run = rig.begin("many");
    rig.await(run, "one@bravo", StepStatus.FAILED);
    rig.await(run, "one@charlie", StepStatus.WAITING);
    rig.awaitAlarm(run);
    assertThat(rig.run(run).status()).isEqualTo(RunStatus.RUNNING);
    rig.advance(Duration.ofSeconds(10));
    rig.await(run, RunStatus.WAITING);

    assertThat(rig.statuses(run))
        .containsEntry("one@alpha", StepStatus.DONE)
        .containsEntry("one@charlie", StepStatus.DONE)
        .containsEntry("one@bravo", StepStatus.FAILED);
  }

  @Test
  void stopsASerialStepAtTheFirstNodeThatFails() {
    rig.file("name: row\nsteps: [{ id: one, uses: make, on: all, order: serial }]");
    make.apply =
        context -> {
          if (context.node().equals("bravo")) {
            throw error(ErrorClass.PRECONDITION);
          }
          make.bring(context);
        };
    rig.start();
    String run = rig.begin("row");
    rig.await(run, RunStatus.WAITING);

    assertThat(rig.statuses(run)).containsEntry("one@charlie", StepStatus.PENDING);
    assertThat(rig.world.acts()).hasSize(2);
  }

  @Test
  void countsAGoalThatIsNotMetAfterwardsAsAFailure() {
    make.apply = context -> {};
    rig.file("name: idle\nsteps: [{ id: one, uses: make, retry: { attempts: 1 } }]");
    rig.start();
    String run = rig.begin("idle");

    assertThat(rig.await(run, RunStatus.WAITING).reason())
        .contains("was applied, but the goal is not met: thing one@service");
    List<AttemptView> attempts = rig.runs.attempts(run);
    assertThat(attempts.get(2).phase()).isEqualTo(Phase.VERIFY);
    assertThat(attempts.get(2).outcome()).isEqualTo(AttemptView.Outcome.FAILED);
  }

  @Test
  void repeatsAProbeThatCannotLook() {
    int[] left = {1};
    make.probe =
        context -> {
          if (left[0]-- > 0) {
            throw error(ErrorClass.CONNECTION);
          }
          return make.look(context);
        };
    rig.start();
    String run = rig.begin("job");
    rig.awaitAlarm(run);
    rig.advance(Duration.ofSeconds(10));
    rig.await(run, RunStatus.DONE);

    assertThat(rig.world.acts()).startsWith("apply one@service 1");
  }

  @Test
  void treatsAnUnforeseenErrorAsUnclearAndLooks() {
    make.apply =
        context -> {
          make.bring(context);
          throw new IllegalStateException("a bug");
        };
    rig.start();
    String run = rig.begin("job");
    rig.await(run, "one@service", StepStatus.UNKNOWN);
    rig.awaitAlarm(run);
    rig.advance(Duration.ofSeconds(10));
    rig.await(run, RunStatus.DONE);

    assertThat(rig.world.acts("apply")).hasSize(2);
  }
}
