package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.workflow.definition.Urgency;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreemptionTest extends RigTest {
  private final CountDownLatch slow = new CountDownLatch(1);
  private final CountDownLatch quick = new CountDownLatch(1);
  private final List<Fence> fences = new CopyOnWriteArrayList<>();

  @BeforeEach
  void files() {
    rig.file(
        """
        name: long
        steps:
          - { id: first, uses: make }
          - { id: copy, uses: copy }
          - { id: last, uses: make }
        """);
    rig.file("name: failover\nurgency: urgent\nsteps: [{ id: promote, uses: promote }]");
    FakeType copy = rig.type("copy", Reversibility.REVERSIBLE);
    copy.apply = until(slow, copy::bring);
    copy.abandon = context -> fences.add(context.fence());
    FakeType promote = rig.type("promote", Reversibility.POINT_OF_NO_RETURN);
    promote.apply =
        context -> {
          fences.add(context.fence());
          until(quick, promote::bring).accept(context);
        };
  }

  private String beginAndReachTheCopy() {
    rig.start();
    String run = rig.begin("long");
    Await.until(() -> rig.story(run), () -> rig.world.acts("apply").size() == 2);
    return run;
  }

  @Test
  void takesTheLeaseAtOnceAndLetsTheOtherGoOnAfterwards() {
    String routine = beginAndReachTheCopy();
    String urgent = rig.begin("failover");
    rig.await(urgent, "promote@service", StepStatus.RUNNING);
    RunView waiting = rig.await(routine, RunStatus.WAITING);
    Await.until(() -> rig.story(routine), () -> fences.size() == 2);

    assertThat(waiting.reason())
        .isEqualTo("pre-empted by run " + urgent + ", which is more urgent");
    assertThat(waiting.preemptedBy()).isEqualTo(urgent);
    assertThat(rig.statuses(routine)).containsEntry("copy@service", StepStatus.PAUSED);
    assertThat(rig.world.acts("abandon")).containsExactly("abandon copy@service 1");
    assertThat(fences).extracting(Fence::term).containsOnly(2L);

    slow.countDown();
    rig.sweep();
    assertThat(rig.run(routine).status()).isEqualTo(RunStatus.WAITING);
    quick.countDown();
    rig.await(urgent, RunStatus.DONE);
    rig.await(routine, RunStatus.DONE);
    assertThat(rig.run(routine).term()).isEqualTo(3);
    assertThat(rig.kinds(routine)).contains("step.checked_again");
    assertThat(rig.world.applied()).containsEntry("first@service", 1L);
  }

  @Test
  void queuesEquallyUrgentRunsInTheirOrder() {
    rig.file("name: second\nurgency: urgent\nsteps: [{ id: x, uses: make }]");
    rig.file("name: third\nurgency: urgent\nsteps: [{ id: y, uses: make }]");
    rig.start();
    String first = rig.begin("failover");
    String second = rig.begin("second");
    String third = rig.begin("third");
    rig.await(first, "promote@service", StepStatus.RUNNING);
    assertThat(rig.run(second).status()).isEqualTo(RunStatus.PENDING);
    quick.countDown();
    rig.await(second, RunStatus.DONE);
    rig.await(third, RunStatus.DONE);

    assertThat(rig.run(second).term()).isEqualTo(2);
    assertThat(rig.run(third).term()).isEqualTo(3);
  }

  @Test
  void takesTheQueuedUrgentRunBeforeTheQueuedRoutineOne() {
    rig.file("name: patient\nsteps: [{ id: x, uses: make }]");
    quick.countDown();
    String routine = beginAndReachTheCopy();
    String patient = rig.begin("patient");
    SignalResult urgent =
        rig.ask(Signal.start("failover", "orders", Map.of(), "test").with(Urgency.URGENT));
    rig.await(urgent.orThrow(), RunStatus.DONE);
    slow.countDown();
    rig.await(routine, RunStatus.DONE);
    rig.await(patient, RunStatus.DONE);

    assertThat(rig.run(urgent.orThrow()).term()).isEqualTo(2);
  }

  @Test
  void leavesOtherClustersAlone() {
    String routine = beginAndReachTheCopy();
    quick.countDown();
    String urgent = rig.ask(Signal.start("failover", "sales", Map.of(), "test")).orThrow();
    rig.await(urgent, RunStatus.DONE);

    assertThat(rig.run(routine).status()).isEqualTo(RunStatus.RUNNING);
    slow.countDown();
    rig.await(routine, RunStatus.DONE);
  }

  @Test
  void goesOnEvenIfTheUrgentRunWaitsForAPerson() {
    FakeType promote = rig.type("promote");
    promote.apply =
        context -> {
          throw error(ErrorClass.PRECONDITION);
        };
    String routine = beginAndReachTheCopy();
    slow.countDown();
    String urgent = rig.begin("failover");
    rig.await(urgent, RunStatus.WAITING);
    rig.await(routine, RunStatus.DONE);
  }

  @Test
  void suspendsAlsoARunThatAKilledServiceLeft() {
    String routine = beginAndReachTheCopy();
    rig.kill();
    rig.holders.dead().clear();
    Signals.local(rig.store, rig.clock, () -> {})
        .send(Signal.start("failover", "orders", Map.of(), "test"));
    rig.restart();
    Await.until(() -> rig.story(routine), () -> rig.runs.list(null).size() == 2);
    String urgent = rig.runs.list(null).get(0).id();
    assertThat(rig.run(urgent).status()).isEqualTo(RunStatus.PENDING);
    rig.holders.dead().add("first");
    rig.sweep();
    rig.await(urgent, "promote@service", StepStatus.RUNNING);

    assertThat(rig.await(routine, RunStatus.WAITING).preemptedBy()).isEqualTo(urgent);
    quick.countDown();
    slow.countDown();
    rig.await(routine, RunStatus.DONE);
  }
}
