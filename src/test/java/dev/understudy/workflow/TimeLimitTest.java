package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TimeLimitTest extends RigTest {
  private final CountDownLatch never = new CountDownLatch(1);

  private String beginWith(String timeout) {
    rig.file(
        """
        name: job
        steps:
          - id: one
            uses: make
            retry: { attempts: 1, backoff: 1s }
            timeout: { %s }
        """
            .formatted(timeout));
    rig.start();
    String run = rig.begin("job");
    Await.until(() -> rig.story(run), () -> !rig.world.acts("apply").isEmpty());
    rig.awaitAlarm(run);
    return run;
  }

  private void expectFailure(String run, Limit limit) {
    Await.until(() -> rig.story(run), () -> rig.step(run, "one@service").timedOut() == limit);
    rig.sweep();
    rig.awaitAlarmOr(run, RunStatus.WAITING);
    rig.advance(Duration.ofSeconds(2));
    RunView stuck = rig.await(run, RunStatus.WAITING);
    assertThat(stuck.reason()).contains(limit.text());
    StepView step = rig.step(run, "one@service");
    assertThat(step.errorClass()).isEqualTo(ErrorClass.TIMEOUT);
    assertThat(rig.runs.attempts(run))
        .filteredOn(attempt -> attempt.phase() == Phase.APPLY)
        .extracting(AttemptView::outcome)
        .containsOnly(AttemptView.Outcome.UNKNOWN);
  }

  @Test
  void endsAnAttemptThatTakesTooLong() {
    rig.type("make").apply = until(never, context -> {});
    String run = beginWith("attempt: 60s");
    rig.advance(Duration.ofSeconds(59));
    assertThat(rig.step(run, "one@service").status()).isEqualTo(StepStatus.RUNNING);
    rig.sweep();
    rig.advance(Duration.ofSeconds(1));
    expectFailure(run, Limit.ATTEMPT);
  }

  @Test
  void endsAnAttemptThatShowsNoProgressAfterItsStart() {
    rig.type("make").apply = until(never, context -> {});
    String run = beginWith("start: 30s, attempt: 1h");
    rig.advance(Duration.ofSeconds(30));
    expectFailure(run, Limit.START);
  }

  @Test
  void endsAnAttemptWhoseProgressHasStopped() {
    AtomicBoolean first = new AtomicBoolean(true);
    rig.type("make").apply =
        context -> {
          context.progress(Progress.bytes(10, 100, "copying"));
          while (first.get()) {
            Thread.onSpinWait();
          }
          context.progress(Progress.bytes(20, 100, "copying"));
          until(never, done -> {}).accept(context);
        };
    String run = beginWith("start: 30s, no_progress: 30s");
    awaitProgress(run, 10);
    rig.advance(Duration.ofSeconds(20));
    first.set(false);
    awaitProgress(run, 20);
    rig.advance(Duration.ofSeconds(20));
    rig.sweep();
    assertThat(rig.step(run, "one@service").status()).isEqualTo(StepStatus.RUNNING);
    rig.awaitAlarm(run);
    rig.advance(Duration.ofSeconds(10));
    expectFailure(run, Limit.NO_PROGRESS);
  }

  private void awaitProgress(String run, long done) {
    Await.until(
        () -> rig.story(run),
        () -> rig.runs.attempts(run).stream().anyMatch(a -> hasDone(a, done)));
  }

  private static boolean hasDone(AttemptView attempt, long done) {
    return attempt.progress() != null && attempt.progress().done() == done;
  }

  @Test
  void endsTheWholeStepOverAllItsAttempts() {
    rig.type("make").apply = until(never, context -> {});
    String run = beginWith("step: 5m");
    rig.advance(Duration.ofMinutes(5));
    expectFailure(run, Limit.STEP);
  }

  @Test
  void givesUpAStepWhoseTimeEndsBetweenTwoAttempts() {
    rig.file(
        """
        name: slow
        steps:
          - { id: one, uses: make, retry: { attempts: 9, backoff: 10h, max_backoff: 10h },
              timeout: { step: 1m } }
        """);
    rig.type("make").apply = failing(9, ErrorClass.REMOTE_EXIT, context -> {});
    rig.start();
    String run = rig.begin("slow");
    rig.await(run, "one@service", StepStatus.WAITING);
    rig.awaitAlarm(run);
    assertThat(rig.alarms.pending().get("run-" + run))
        .isEqualTo(SettableClock.START.plusSeconds(60));
    rig.advance(Duration.ofMinutes(1));

    assertThat(rig.await(run, RunStatus.WAITING).reason()).contains("remote exit trouble");
    assertThat(rig.world.acts()).hasSize(1);
  }

  @Test
  void believesTheProbeWhenTheWorkWasDoneAllTheSame() {
    FakeType make = rig.type("make");
    make.apply =
        context -> {
          make.bring(context);
          until(never, done -> {}).accept(context);
        };
    String run = beginWith("attempt: 60s");
    rig.advance(Duration.ofSeconds(60));
    rig.await(run, "one@service", StepStatus.UNKNOWN);
    rig.awaitAlarmOr(run, RunStatus.DONE);
    rig.advance(Duration.ofSeconds(2));
    rig.await(run, RunStatus.DONE);

    assertThat(rig.world.acts("apply")).hasSize(1);
  }

  @Test
  void endsDetachedWorkThatOutlivesItsTime() {
    AtomicBoolean underWay = new AtomicBoolean();
    FakeType make = rig.type("make");
    make.probe = context -> underWay.get() ? new Probe.Underway(Map.of()) : make.look(context);
    make.abandon = context -> underWay.set(false);
    make.apply =
        context -> {
          underWay.set(true);
          until(never, done -> {}).accept(context);
        };
    String run = beginWith("attempt: 60s");
    rig.advance(Duration.ofSeconds(60));
    expectFailure(run, Limit.ATTEMPT);

    assertThat(rig.world.acts()).containsExactly("apply one@service 1", "abandon one@service 1");
  }

  @Test
  void interruptsAWorkerThatIsWaitingForSomething() {
    rig.type("make").apply =
        context -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
          }
        };
    String run = beginWith("attempt: 60s");
    rig.advance(Duration.ofSeconds(60));
    expectFailure(run, Limit.ATTEMPT);
  }

  @Test
  void leavesBehindAWorkerThatDoesNotReact() {
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    FakeType make = rig.type("make");
    make.apply =
        context -> {
          while (released.getCount() > 0) {
            Thread.onSpinWait();
          }
          make.bring(context);
          ended.countDown();
        };
    String run = beginWith("attempt: 60s");
    rig.advance(Duration.ofSeconds(60));
    rig.awaitAlarm(run, SettableClock.START.plusSeconds(70));
    rig.advance(Duration.ofSeconds(10));
    RunView stuck = rig.await(run, RunStatus.WAITING);
    released.countDown();
    CarryingOutTest.await(ended);

    assertThat(stuck.reason()).contains("does not react");
    assertThat(rig.statuses(run)).containsEntry("one@service", StepStatus.FAILED);
    rig.ask(Signal.retry(run, "one", null, "test")).orThrow();
    rig.await(run, RunStatus.DONE);
    assertThat(rig.world.acts("apply")).hasSize(1);
  }
}
