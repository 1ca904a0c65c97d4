package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SkipAndRetryTest extends RigTest {
  private FakeType make;

  @BeforeEach
  void file() {
    rig.file(
        """
        name: job
        steps:
          - { id: one, uses: make, on: all }
          - { id: two, uses: keep }
        """);
    make = rig.type("make");
  }

  private String beginAndGetStuck(int failures) {
    make.apply =
        context -> {
          if (context.node().equals("bravo") && context.attempt() <= failures) {
            throw error(ErrorClass.PRECONDITION);
          }
          make.bring(context);
        };
    rig.start();
    String run = rig.begin("job");
    rig.await(run, RunStatus.WAITING);
    return run;
  }

  @Test
  void retriesAFailedStepWhenAskedTo() {
    String run = beginAndGetStuck(1);
    rig.ask(Signal.retry(run, "one", "bravo", "alice")).orThrow();
    rig.await(run, RunStatus.DONE);

    assertThat(rig.world.acts("apply")).contains("apply one@bravo 2").hasSize(5);
  }

  @Test
  void resumeAndTheSameStartRetryToo() {
    String run = beginAndGetStuck(2);
    rig.ask(Signal.resume(run, "alice")).orThrow();
    Await.until(() -> rig.story(run), () -> rig.world.acts().contains("apply one@bravo 2"));
    rig.await(run, RunStatus.WAITING);
    SignalResult again = rig.ask(Signal.start("job", "orders", Map.of(), "alice"));
    rig.await(run, RunStatus.DONE);

    assertThat(again.attached()).isTrue();
    assertThat(again.run()).isEqualTo(run);
  }

  @Test
  void skipsAFailedStepForAReason() {
    String run = beginAndGetStuck(9);
    SignalResult bare = rig.ask(Signal.skip(run, "one", null, " ", "alice"));
    assertThat(bare.message()).isEqualTo("the signal needs a reason");
    rig.ask(Signal.skip(run, "one", null, "bravo is gone", "alice")).orThrow();
    rig.await(run, RunStatus.DONE);

    StepView skipped = rig.step(run, "one@bravo");
    assertThat(skipped.status()).isEqualTo(StepStatus.SKIPPED);
    assertThat(skipped.reason()).isEqualTo("bravo is gone (alice)");
    assertThat(rig.statuses(run)).containsEntry("one@alpha", StepStatus.DONE);
  }

  @Test
  void skipsAStepThatHasNotBegun() {
    String run = beginAndGetStuck(1);
    rig.ask(Signal.skip(run, "two", null, "not needed", "alice")).orThrow();
    assertThat(rig.run(run).status()).isEqualTo(RunStatus.WAITING);
    rig.ask(Signal.retry(run, "one", null, "alice")).orThrow();
    rig.await(run, RunStatus.DONE);

    assertThat(rig.world.isMet("two@service")).isFalse();
  }

  @Test
  void refusesWhatMakesNoSense() {
    String run = beginAndGetStuck(9);
    assertThat(rig.ask(Signal.retry(run, "two", null, "alice")).message())
        .contains("has no failed step two");
    assertThat(rig.ask(Signal.retry(run, "three", null, "alice")).message())
        .contains("has no step three");
    assertThat(rig.ask(Signal.skip(run, "one", "alpha", "why", "alice")).message())
        .contains("has no unfinished step one");
    assertThat(rig.ask(Signal.start("job", "orders", Map.of("x", "y"), "alice")).message())
        .isEqualTo("workflow job has no input x");
    assertThat(rig.run(run).status()).isEqualTo(RunStatus.WAITING);
  }

  @Test
  void answersASignalThatNobodyCanReadAndGoesOnWithTheRest() {
    String run = beginAndGetStuck(1);
    rig.store
        .writer()
        .useHandle(
            handle ->
                handle.execute(
                    "INSERT INTO signal (kind, payload, requested_by, requested_at)"
                        + " VALUES ('start', '{\"odd\": 1}', 'me', 'now')"));
    rig.ask(Signal.retry(run, "one", null, "alice")).orThrow();
    rig.await(run, RunStatus.DONE);
    String answer =
        rig.store
            .reader()
            .withHandle(
                handle ->
                    handle
                        .select("SELECT result FROM signal WHERE requested_by = 'me'")
                        .mapTo(String.class)
                        .one());

    assertThat(answer).contains("Unrecognized field").contains("error_class");
  }

  @Test
  void refusesToSkipWhatIsBeingWorkedOn() {
    CountDownLatch hold = new CountDownLatch(1);
    FakeType keep = rig.type("keep");
    keep.apply = until(hold, keep::bring);
    rig.start();
    String run = rig.begin("job");
    rig.await(run, "two@service", StepStatus.RUNNING);
    SignalResult result = rig.ask(Signal.skip(run, "two", null, "bored", "alice"));
    hold.countDown();
    rig.await(run, RunStatus.DONE);

    assertThat(result.wasRefused()).isTrue();
    assertThat(result.remedy()).isEqualTo("pause the run first");
  }
}
