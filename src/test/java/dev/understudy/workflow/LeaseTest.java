package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseTest extends RigTest {
  private final CountDownLatch hold = new CountDownLatch(1);
  private final List<RuntimeException> stops = new CopyOnWriteArrayList<>();

  @BeforeEach
  void file() {
    rig.file("name: job\nsteps: [{ id: one, uses: make }, { id: two, uses: keep }]");
    FakeType keep = rig.type("keep");
    keep.apply = until(hold, keep::bring);
  }

  private String beginAndReachTheMiddle() {
    rig.start();
    String run = rig.begin("job");
    Await.until(() -> rig.story(run), () -> rig.world.acts("apply").size() == 2);
    return run;
  }

  private EventView takeover(String run) {
    return rig.runs.events(run, 0).stream()
        .filter(event -> event.kind().equals("run.taken_over"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void isTakenFromADeadHolderAtOnce() {
    String run = beginAndReachTheMiddle();
    rig.kill();
    hold.countDown();
    rig.restart();
    rig.await(run, RunStatus.DONE);

    assertThat(takeover(run).text())
        .isEqualTo(
            "the run is taken over: from another worker under term 2, since its holder first is"
                + " gone");
    assertThat(rig.run(run).term()).isEqualTo(2);
    assertThat(rig.world.acts("apply"))
        .containsExactly("apply one@service 1", "apply two@service 1", "apply two@service 2");
  }

  @Test
  void isNotTakenFromALivingHolderBeforeItExpires() {
    String run = beginAndReachTheMiddle();
    rig.kill();
    rig.holders.dead().clear();
    hold.countDown();
    rig.restart();
    rig.clock.advance(Duration.ofSeconds(29));
    rig.sweep();
    rig.ask(Signal.start("job", "orders", Map.of(), "test")).orThrow();
    assertThat(rig.run(run).term()).isEqualTo(1);

    rig.clock.advance(Duration.ofSeconds(2));
    rig.sweep();
    rig.await(run, RunStatus.DONE);
    assertThat(takeover(run).text()).contains("the lease of first expired at 2026-03-01T10:00:30");
  }

  @Test
  void isKeptByRenewing() {
    String run = beginAndReachTheMiddle();
    rig.clock.advance(Duration.ofSeconds(29));
    rig.engine.renew();
    rig.clock.advance(Duration.ofSeconds(29));
    Engine other = anotherEngine();
    other.sweep();
    hold.countDown();
    rig.await(run, RunStatus.DONE);

    assertThat(rig.run(run).term()).isEqualTo(1);
    other.stop();
  }

  private Engine anotherEngine() {
    FakeHolders first = rig.holders;
    rig.holders = first.other("second");
    Engine other = rig.build();
    rig.holders = first;
    return other;
  }

  @Test
  void stopsAStalledWorkerAtItsNextWord() {
    CountDownLatch stalled = new CountDownLatch(1);
    AtomicReference<StepContext> context = new AtomicReference<>();
    FakeType keep = rig.type("keep");
    keep.apply =
        c -> {
          if (context.compareAndSet(null, c)) {
            CarryingOutTest.await(stalled);
            try {
              c.progress(Progress.bytes(1, 2, ""));
            } catch (LeaseLostException e) {
              stops.add(e);
              throw e;
            }
          }
          keep.bring(c);
        };
    String run = beginAndReachTheMiddle();
    rig.clock.advance(Duration.ofSeconds(31));
    Engine other = anotherEngine();
    other.sweep();
    rig.await(run, RunStatus.DONE);
    List<EventView> story = rig.runs.events(run, 0);
    stalled.countDown();
    Await.until(() -> rig.story(run), () -> !stops.isEmpty());
    Await.until(() -> rig.story(run), rig.engine::isIdle);

    assertThat(rig.runs.events(run, 0)).isEqualTo(story);
    assertThat(rig.run(run).term()).isEqualTo(2);
    other.stop();
  }

  @Test
  void stopsAWorkerWhoseRenewalFails() {
    CountDownLatch stopped = new CountDownLatch(1);
    FakeType keep = rig.type("keep");
    keep.apply =
        context -> {
          try {
            until(hold, keep::bring).accept(context);
          } finally {
            stopped.countDown();
          }
        };
    String run = beginAndReachTheMiddle();
    rig.clock.advance(Duration.ofSeconds(31));
    Engine other = anotherEngine();
    other.sweep();
    rig.engine.renew();
    CarryingOutTest.await(stopped);
    assertThat(rig.engine.isIdle()).isTrue();
    hold.countDown();
    rig.await(run, RunStatus.DONE);

    assertThat(rig.world.acts("apply")).last().isEqualTo("apply two@service 2");
    other.stop();
  }

  @Test
  void survivesASleepInWhichNobodyTookIt() {
    String run = beginAndReachTheMiddle();
    rig.clock.advance(Duration.ofHours(9));
    hold.countDown();
    rig.await(run, RunStatus.DONE);

    assertThat(rig.run(run).term()).isEqualTo(1);
  }

  @Test
  void isGivenBackByClosing() {
    String run = beginAndReachTheMiddle();
    rig.engine.close();
    assertThat(rig.run(run).status()).isEqualTo(RunStatus.RUNNING);
    assertThat(rig.statuses(run)).containsEntry("two@service", StepStatus.PAUSED);
    assertThat(rig.kinds(run)).endsWith("run.released");
    hold.countDown();
    rig.restart();
    rig.await(run, RunStatus.DONE);

    assertThat(takeover(run).text())
        .isEqualTo("the run is taken over: from another worker under term 2");
    assertThat(rig.world.applied()).containsEntry("one@service", 1L);
  }
}
