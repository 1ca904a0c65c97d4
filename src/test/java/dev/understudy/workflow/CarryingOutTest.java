package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarryingOutTest {
  private static final String TWO_STEPS =
      """
      name: two
      steps:
        - { id: one, uses: make, on: all }
        - { id: two, uses: keep }
      """;

  @TempDir Path directory;
  private EngineRig rig;

  @BeforeEach
  void open() {
    rig = new EngineRig(directory).file(TWO_STEPS);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void probesAppliesAndVerifiesEveryStepOnEveryNode() {
    rig.world.bring("one@bravo");
    rig.start();
    String run = rig.begin("two");
    rig.await(run, RunStatus.DONE);

    assertThat(rig.statuses(run))
        .containsOnly(
            entry("one@alpha", StepStatus.DONE),
            entry("one@bravo", StepStatus.SATISFIED),
            entry("one@charlie", StepStatus.DONE),
            entry("two@service", StepStatus.DONE));
    assertThat(rig.world.acts())
        .containsExactlyInAnyOrder(
            "apply one@alpha 1", "apply one@charlie 1", "apply two@service 1");
    assertThat(rig.world.acts()).last().isEqualTo("apply two@service 1");
    assertThat(rig.step(run, "one@alpha").evidence()).containsEntry("seen", "one@alpha");
    assertThat(rig.run(run).endedAt()).isEqualTo(SettableClock.START);
  }

  @Test
  void appliesNothingTheSecondTime() {
    rig.start();
    rig.await(rig.begin("two"), RunStatus.DONE);
    int before = rig.world.acts().size();
    String second = rig.begin("two");
    rig.await(second, RunStatus.DONE);

    assertThat(rig.world.acts()).hasSize(before);
    assertThat(rig.statuses(second)).containsValue(StepStatus.SATISFIED).hasSize(4);
    assertThat(rig.statuses(second).values()).containsOnly(StepStatus.SATISFIED);
  }

  @Test
  void recordsEachActBeforeAndAfterIt() {
    rig.start();
    String run = rig.begin("two");
    rig.await(run, RunStatus.DONE);

    List<AttemptView> attempts =
        rig.runs.attempts(run).stream().filter(a -> a.step().equals("two")).toList();
    assertThat(attempts)
        .extracting(AttemptView::phase)
        .containsExactly(Phase.PROBE, Phase.APPLY, Phase.VERIFY);
    assertThat(attempts).extracting(AttemptView::outcome).containsOnly(AttemptView.Outcome.DONE);
    assertThat(attempts).extracting(AttemptView::term).containsOnly(1L);
  }

  @Test
  void worksOnTheNodesOfAParallelStepAtTheSameTime() {
    CyclicBarrier together = new CyclicBarrier(3);
    FakeType make = rig.type("make");
    make.apply =
        context -> {
          meet(together);
          make.bring(context);
        };
    rig.start();
    rig.await(rig.begin("two"), RunStatus.DONE);
  }

  @Test
  void worksOnTheNodesOfASerialStepOneAfterTheOther() {
    rig.file(
        """
        name: serial
        steps:
          - { id: one, uses: make, on: [charlie, alpha, bravo], order: serial }
        """);
    rig.start();
    rig.await(rig.begin("serial"), RunStatus.DONE);

    assertThat(rig.world.acts())
        .containsExactly("apply one@charlie 1", "apply one@alpha 1", "apply one@bravo 1");
  }

  @Test
  void leavesOutStepsWhoseConditionDoesNotHold() {
    rig.file(
        """
        name: choosy
        inputs: { wanted: { default: "no" } }
        steps:
          - { id: one, uses: make, when: inputs.wanted }
          - { id: two, uses: make, when: not inputs.wanted }
        """);
    rig.start();
    String without = rig.begin("choosy");
    rig.await(without, RunStatus.DONE);
    String with = rig.begin("choosy", Map.of("wanted", "yes"));
    rig.await(with, RunStatus.DONE);

    assertThat(rig.statuses(without)).containsEntry("one@service", StepStatus.SKIPPED);
    assertThat(rig.statuses(with)).containsEntry("two@service", StepStatus.SKIPPED);
    assertThat(rig.step(with, "two@service").reason()).isEqualTo("only when not inputs.wanted");
    assertThat(rig.world.acts()).containsExactly("apply two@service 1", "apply one@service 1");
  }

  @Test
  void joinsTheUnfinishedRunOfTheSameKind() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    FakeType keep = rig.type("keep");
    keep.apply =
        context -> {
          await(hold);
          keep.bring(context);
        };
    rig.start();
    String first = rig.begin("two");
    rig.await(first, "two@service", StepStatus.RUNNING);
    SignalResult second = rig.ask(Signal.start("two", "orders", Map.of(), "test"));
    hold.countDown();
    rig.await(first, RunStatus.DONE);

    assertThat(second.attached()).isTrue();
    assertThat(second.run()).isEqualTo(first);
    assertThat(rig.runs.list("orders")).hasSize(1);
  }

  @Test
  void queuesRunsOfOneClusterAndLetsThoseThatOnlyReadPass() {
    CountDownLatch hold = new CountDownLatch(1);
    rig.type("keep").apply = context -> await(hold);
    rig.file("name: other\nsteps: [{ id: x, uses: make }]");
    rig.file("name: look\nmutates: false\nsteps: [{ id: y, uses: make }]");
    rig.start();
    String first = rig.begin("two");
    rig.await(first, "two@service", StepStatus.RUNNING);
    String queued = rig.begin("other");
    rig.await(rig.begin("look"), RunStatus.DONE);

    assertThat(rig.run(queued).status()).isEqualTo(RunStatus.PENDING);
    rig.world.bring("two@service");
    hold.countDown();
    rig.await(queued, RunStatus.DONE);
    assertThat(rig.run(queued).term()).isEqualTo(2);
    assertThat(rig.run(first).status()).isEqualTo(RunStatus.DONE);
  }

  @Test
  void tellsListenersWhatTheStoreHasInTheSameOrder() {
    rig.start();
    String run = rig.begin("two");
    rig.await(run, RunStatus.DONE);
    List<EventView> stored = rig.runs.events(run, 0);
    Await.until(() -> rig.heard.toString(), () -> rig.heard.size() == stored.size());

    assertThat(rig.heard).isEqualTo(stored);
    assertThat(stored).extracting(EventView::number).isSorted().startsWith(1L);
    assertThat(stored.get(stored.size() - 1).number()).isEqualTo(stored.size());
  }

  @Test
  void endsWithoutAnythingToDoWhenNoNodeIsMeant() {
    rig.file("name: nobody\nsteps: [{ id: x, uses: make, on: none }]");
    rig.start();
    String run = rig.begin("nobody");
    rig.await(run, RunStatus.DONE);

    assertThat(rig.runs.steps(run)).isEmpty();
  }

  static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody opened the latch");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the others never came", e);
    }
  }
}
