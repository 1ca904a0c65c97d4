package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PauseTest extends RigTest {
  private final CountDownLatch hold = new CountDownLatch(1);

  @BeforeEach
  void file() {
    rig.file(
        """
        name: job
        steps:
          - { id: one, uses: make }
          - { id: two, uses: keep, retry: { attempts: 9, backoff: 10s } }
          - { id: three, uses: make }
        """);
    FakeType keep = rig.type("keep");
    keep.apply = until(hold, keep::bring);
  }

  private String beginAndReachTheMiddle() {
    rig.start();
    String run = rig.begin("job");
    Await.until(() -> rig.story(run), () -> rig.world.acts("apply").size() == 2);
    return run;
  }

  @Test
  void stopsAtASafePointAndGoesOnLater() {
    String run = beginAndReachTheMiddle();
    rig.ask(Signal.pause(run, "alice")).orThrow();
    rig.await(run, RunStatus.PAUSED);
    assertThat(rig.statuses(run)).containsEntry("two@service", StepStatus.PAUSED);
    rig.sweep();
    assertThat(rig.run(run).status()).isEqualTo(RunStatus.PAUSED);

    hold.countDown();
    rig.ask(Signal.resume(run, "alice")).orThrow();
    rig.await(run, RunStatus.DONE);
    assertThat(rig.world.acts("apply"))
        .containsExactly(
            "apply one@service 1",
            "apply two@service 1",
            "apply two@service 2",
            "apply three@service 1");
    assertThat(rig.run(run).term()).isEqualTo(2);
  }

  @Test
  void givesTheLeaseToOthersMeanwhile() {
    String run = beginAndReachTheMiddle();
    rig.file("name: other\nsteps: [{ id: x, uses: make }]");
    String other = rig.begin("other");
    assertThat(rig.run(other).status()).isEqualTo(RunStatus.PENDING);
    rig.ask(Signal.pause(run, "alice")).orThrow();

    rig.await(other, RunStatus.DONE);
    assertThat(rig.run(run).status()).isEqualTo(RunStatus.PAUSED);
  }

  @Test
  void probesFinishedStepsAgainAndMendsWhatHasMoved() {
    String run = beginAndReachTheMiddle();
    rig.ask(Signal.pause(run, "alice")).orThrow();
    rig.await(run, RunStatus.PAUSED);
    rig.world.lose("one@service");
    hold.countDown();
    rig.ask(Signal.resume(run, "alice")).orThrow();
    rig.await(run, RunStatus.DONE);

    assertThat(rig.world.acts("apply")).contains("apply one@service 2");
    assertThat(rig.kinds(run)).contains("step.checked_again", "step.drifted");
  }

  @Test
  void isTakenBackByAResumeThatComesInTime() {
    CountDownLatch deaf = new CountDownLatch(1);
    FakeType keep = rig.type("keep");
    keep.apply =
        context -> {
          CarryingOutTest.await(deaf);
          keep.bring(context);
        };
    String run = beginAndReachTheMiddle();
    rig.ask(Signal.pause(run, "alice")).orThrow();
    rig.ask(Signal.resume(run, "alice")).orThrow();
    deaf.countDown();
    rig.await(run, RunStatus.DONE);

    assertThat(rig.kinds(run)).doesNotContain("run.paused");
  }

  @Test
  void holdsBackARetryThatBecomesDueMeanwhile() {
    FakeType keep = rig.type("keep");
    keep.apply = failing(1, ErrorClass.CONNECTION, keep::bring);
    String run = beginAndReachTheMiddle();
    rig.awaitAlarm(run);
    rig.ask(Signal.pause(run, "alice")).orThrow();
    rig.await(run, RunStatus.PAUSED);
    rig.advance(Duration.ofMinutes(1));
    rig.sweep();
    assertThat(rig.run(run).status()).isEqualTo(RunStatus.PAUSED);
    assertThat(rig.alarms.pending()).isEmpty();

    rig.ask(Signal.resume(run, "alice")).orThrow();
    rig.await(run, RunStatus.DONE);
  }

  @Test
  void keepsAQueuedRunFromBeginning() {
    String run = beginAndReachTheMiddle();
    rig.file("name: other\nsteps: [{ id: x, uses: make }]");
    String queued = rig.begin("other");
    rig.ask(Signal.pause(queued, "alice")).orThrow();
    hold.countDown();
    rig.await(run, RunStatus.DONE);
    assertThat(rig.run(queued).status()).isEqualTo(RunStatus.PAUSED);

    rig.ask(Signal.resume(queued, "alice")).orThrow();
    rig.await(queued, RunStatus.DONE);
  }

  @Test
  void isRefusedForARunThatHasEnded() {
    hold.countDown();
    rig.start();
    String run = rig.begin("job");
    rig.await(run, RunStatus.DONE);
    SignalResult result = rig.ask(Signal.pause(run, "alice"));

    assertThat(result.wasRefused()).isTrue();
    assertThat(result.message()).isEqualTo("run " + run + " is done");
    assertThat(rig.ask(Signal.resume("nosuch", "alice")).message())
        .isEqualTo("there is no run nosuch");
  }
}
