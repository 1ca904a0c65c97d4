package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random failures, lost answers and deaths; whatever comes, the run ends and nothing is doubled.
 */
class SimulationTest extends RigTest {
  private static final String FILE =
      """
      name: job
      steps:
        - { id: one, uses: make, on: all, retry: { attempts: 4, backoff: 10s } }
        - { id: two, uses: keep, retry: { attempts: 4, backoff: 10s } }
        - { id: three, uses: cross, on: all, order: serial, retry: { attempts: 4, backoff: 10s } }
        - { id: four, uses: make, on: all, retry: { attempts: 4, backoff: 10s } }
      """;

  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private Random chance;
  private int deaths;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233})
  void endsWithEverythingDoneOnce(long seed) {
    chance = new Random(seed);
    rig.random = new Random(seed);
    rig.file(FILE);
    List.of("make", "keep", "cross").forEach(name -> trouble(rig.type(name)));
    rig.crashPoints = (point, step) -> dieSometimes();
    rig.start();
    String run = rig.begin("job");
    driveToTheEnd(run);

    assertThat(violations).isEmpty();
    assertThat(rig.world.met()).hasSize(10);
    List<EventView> story = rig.runs.events(run, 0);
    assertThat(story)
        .extracting(EventView::number)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, story.size()).boxed().toList());
    assertThat(rig.runs.attempts(run)).allSatisfy(a -> assertThat(a.outcome()).isNotNull());
  }

  private synchronized boolean luck(int percent) {
    return chance.nextInt(100) < percent;
  }

  private void dieSometimes() {
    synchronized (this) {
      if (deaths >= 12 || !luck(6)) {
        return;
      }
      deaths++;
    }
    rig.die();
  }

  private void trouble(FakeType type) {
    type.probe =
        context -> {
          if (luck(8)) {
            throw error(ErrorClass.CONNECTION);
          }
          return type.look(context);
        };
    type.apply =
        context -> {
          if (rig.world.isMet(World.key(context))) {
            violations.add(World.key(context) + " was applied although it was done");
          }
          if (luck(12)) {
            throw error(ErrorClass.REMOTE_EXIT);
          }
          if (luck(8)) {
            throw error(ErrorClass.UNKNOWN);
          }
          type.bring(context);
          if (luck(15)) {
            throw error(ErrorClass.TIMEOUT);
          }
        };
  }

  /** Plays the world around the engine: restarts it, lets time pass, and a patient person. */
  private void driveToTheEnd(String run) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (rig.run(run).status() != RunStatus.DONE) {
      assertThat(System.nanoTime()).as(() -> rig.story(run)).isLessThan(end);
      if (rig.holders.dead().contains(rig.holders.current())) {
        rig.engine.stop();
        rig.restart();
      } else if (rig.run(run).status() == RunStatus.WAITING) {
        rig.signals.send(Signal.resume(run, "person"));
        Await.until(() -> rig.story(run), () -> answered() || isDead());
      } else {
        Instant next = rig.alarms.pending().get("run-" + run);
        if (next != null && next.isAfter(rig.clock.instant())) {
          rig.advance(Duration.between(rig.clock.instant(), next));
        } else {
          rig.advance(Duration.ZERO);
          Thread.yield();
        }
      }
    }
  }

  private boolean isDead() {
    return rig.holders.dead().contains(rig.holders.current());
  }

  private boolean answered() {
    return rig.store.reader().withHandle(SignalTable::unhandled).isEmpty();
  }
}
