package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CancelTest extends RigTest {
  private final CountDownLatch never = new CountDownLatch(1);

  @BeforeEach
  void file() {
    rig.file(
        """
        name: job
        steps:
          - { id: one, uses: make, on: all, retry: { attempts: 2, backoff: 10s } }
          - { id: two, uses: keep }
          - { id: three, uses: make }
          - { id: four, uses: block }
          - { id: five, uses: make }
        """);
    rig.type("block", Reversibility.REVERSIBLE).apply = until(never, context -> {});
  }

  private String beginAndReach(String step) {
    rig.start();
    String run = rig.begin("job");
    Await.until(
        () -> rig.story(run),
        () -> rig.world.acts("apply").stream().anyMatch(act -> act.contains(step + "@")));
    return run;
  }

  @Test
  void undoesWhatIsReversibleInReverseOrder() {
    rig.world.bring("one@bravo");
    String run = beginAndReach("four");
    rig.ask(Signal.cancel(run, "alice")).orThrow();
    rig.await(run, RunStatus.CANCELLED);

    assertThat(rig.world.acts("abandon")).containsExactly("abandon four@service 1");
    assertThat(rig.world.acts("undo"))
        .startsWith("undo four@service 1", "undo three@service 1")
        .containsExactlyInAnyOrder(
            "undo four@service 1",
            "undo three@service 1",
            "undo one@alpha 1",
            "undo one@charlie 1");
    assertThat(rig.statuses(run))
        .containsEntry("one@alpha", StepStatus.CANCELLED)
        .containsEntry("one@bravo", StepStatus.SATISFIED)
        .containsEntry("two@service", StepStatus.DONE)
        .containsEntry("four@service", StepStatus.CANCELLED)
        .containsEntry("five@service", StepStatus.CANCELLED);
    assertThat(rig.world.met()).containsExactlyInAnyOrder("one@bravo", "two@service");
    assertThat(rig.runs.attempts(run))
        .filteredOn(attempt -> attempt.phase() == Phase.UNDO)
        .hasSize(4)
        .extracting(AttemptView::outcome)
        .containsOnly(AttemptView.Outcome.DONE);
  }

  @Test
  void goesBackNoFurtherThanTheLastPointOfNoReturn() {
    rig.file(
        """
        name: job
        steps:
          - { id: one, uses: make }
          - { id: two, uses: cross }
          - { id: three, uses: make }
          - { id: four, uses: block }
        """);
    String run = beginAndReach("four");
    rig.ask(Signal.cancel(run, "alice")).orThrow();
    RunView cancelled = rig.await(run, RunStatus.CANCELLED);

    assertThat(rig.world.acts("undo"))
        .containsExactly("undo four@service 1", "undo three@service 1");
    assertThat(rig.world.met()).containsExactlyInAnyOrder("one@service", "two@service");
    assertThat(cancelled.reason())
        .isEqualTo("nothing up to two was undone: it is a point of no return");
  }

  @Test
  void endsAPausedRunTheSameWay() {
    String run = beginAndReach("four");
    rig.ask(Signal.pause(run, "alice")).orThrow();
    rig.await(run, RunStatus.PAUSED);
    rig.ask(Signal.cancel(run, "alice")).orThrow();
    rig.await(run, RunStatus.CANCELLED);

    assertThat(rig.world.acts("abandon")).containsExactly("abandon four@service 1");
    assertThat(rig.world.met()).containsExactly("two@service");
  }

  @Test
  void undoesWhatAFailedStepMayHaveDone() {
    rig.type("block").apply =
        context -> {
          rig.type("block").bring(context);
          throw error(ErrorClass.PRECONDITION);
        };
    String run = beginAndReach("four");
    rig.await(run, RunStatus.WAITING);
    rig.ask(Signal.cancel(run, "alice")).orThrow();
    rig.await(run, RunStatus.CANCELLED);

    assertThat(rig.world.met()).containsExactly("two@service");
  }

  @Test
  void endsAQueuedRunAtOnce() {
    String run = beginAndReach("four");
    rig.file("name: other\nsteps: [{ id: x, uses: make }]");
    String queued = rig.begin("other");
    rig.ask(Signal.cancel(queued, "alice")).orThrow();

    assertThat(rig.run(queued).status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(rig.run(run).status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void repeatsAnUndoingThatFailed() {
    rig.type("block").undo =
        failing(1, ErrorClass.CONNECTION, context -> rig.world.lose(World.key(context)));
    String run = beginAndReach("four");
    rig.ask(Signal.cancel(run, "alice")).orThrow();
    rig.await(run, "four@service", StepStatus.WAITING);
    rig.awaitAlarm(run);
    rig.advance(Duration.ofMinutes(1));
    rig.await(run, RunStatus.CANCELLED);

    assertThat(rig.world.acts("undo")).startsWith("undo four@service 1", "undo four@service 1");
  }

  @Test
  void waitsForAPersonWhenSomethingCannotBeUndone() {
    rig.type("block").undo = failing(1, ErrorClass.PRECONDITION, context -> {});
    String run = beginAndReach("four");
    rig.ask(Signal.cancel(run, "alice")).orThrow();
    RunView stuck = rig.await(run, RunStatus.WAITING);
    assertThat(stuck.reason()).contains("four on service").contains("precondition trouble");
    assertThat(stuck.intent()).isEqualTo(RunView.Intent.CANCEL);

    rig.ask(Signal.resume(run, "alice")).orThrow();
    rig.await(run, RunStatus.CANCELLED);
    assertThat(rig.world.met()).containsExactly("two@service");
  }

  @Test
  void leavesWhatAPersonSaysToLeave() {
    rig.type("block").undo = failing(9, ErrorClass.PRECONDITION, context -> {});
    String run = beginAndReach("four");
    rig.ask(Signal.cancel(run, "alice")).orThrow();
    rig.await(run, RunStatus.WAITING);
    rig.ask(Signal.skip(run, "four", null, "removed by hand", "alice")).orThrow();
    rig.await(run, RunStatus.CANCELLED);

    assertThat(rig.statuses(run)).containsEntry("four@service", StepStatus.SKIPPED);
    assertThat(rig.world.acts("undo")).contains("undo three@service 1");
  }

  @Test
  void goesOnWithTheUndoingAfterAKill() {
    CountDownLatch undoing = new CountDownLatch(1);
    boolean[] stuck = {true};
    rig.type("block").undo =
        context -> {
          undoing.countDown();
          while (stuck[0]) {
            context.safePoint();
            Thread.yield();
          }
        };
    String run = beginAndReach("four");
    rig.ask(Signal.cancel(run, "alice")).orThrow();
    CarryingOutTest.await(undoing);
    rig.kill();
    stuck[0] = false;
    rig.restart();
    rig.await(run, RunStatus.CANCELLED);

    assertThat(rig.world.met()).containsExactly("two@service");
  }

  @Test
  void endsARunThatCouldNotEvenBegin() {
    rig.file("name: lost\nsteps: [{ id: x, uses: make, on: gone }]");
    rig.groups.put("gone", List.of("alpha"));
    String run = beginAndReach("four");
    String lost = rig.begin("lost");
    rig.brokenSelector = "gone";
    rig.ask(Signal.cancel(run, "alice")).orThrow();
    rig.await(run, RunStatus.CANCELLED);
    assertThat(rig.await(lost, RunStatus.WAITING).reason()).contains("no selector gone");

    rig.ask(Signal.cancel(lost, "alice")).orThrow();
    rig.await(lost, RunStatus.CANCELLED);
  }
}
