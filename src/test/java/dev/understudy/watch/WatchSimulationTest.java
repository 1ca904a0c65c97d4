package dev.understudy.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.postgres.SqlFailure;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Chance decides when beats come, how late answers are, when the service is frozen and when its
 * clock jumps; whatever happens, a snapshot says nothing that is older than it says.
 */
class WatchSimulationTest {
  private static final int SCHEDULES = 400;
  private static final int MOVES = 120;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aSnapshotNeverSaysMoreThanWasSeen(long seed) {
    int frozen = 0;
    int late = 0;
    for (int i = 0; i < SCHEDULES; i++) {
      Schedule schedule = new Schedule(new Random(seed * SCHEDULES + i));
      for (int move = 0; move < MOVES; move++) {
        schedule.move();
        schedule.check("seed " + seed + " schedule " + i + " move " + move);
      }
      schedule.recovers();
      frozen += schedule.frozen;
      late += schedule.late;
    }
    assertThat(frozen).isPositive();
    assertThat(late).isPositive();
  }

  private static final class Schedule {
    private final Random random;
    private final LoopRig rig = new LoopRig();
    private Moment awakeSince = rig.moments.now();
    private int serial;
    private int frozen;
    private int late;
    private int newest;

    private Schedule(Random random) {
      this.random = random;
    }

    private void move() {
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3, 4 -> rig.beat();
        case 5, 6, 7 -> answer();
        case 8, 9 -> rig.pass(Duration.ofMillis(random.nextInt(1500)));
        case 10 -> freeze();
        default -> {
          rig.runHost();
          rig.pass(Duration.ofMillis(random.nextInt(200)));
        }
      }
    }

    private void answer() {
      if (rig.tasks.isEmpty()) {
        return;
      }
      boolean good = random.nextInt(4) > 0;
      rig.probe.answer =
          good ? Readings.primary(++serial) : new SqlTrouble(SqlFailure.REFUSED, "refused");
      rig.runOne();
      if (good && shown() != serial) {
        late++;
      }
    }

    private void freeze() {
      if (random.nextInt(8) != 0) {
        return;
      }
      frozen++;
      if (random.nextBoolean()) {
        rig.moments.pass(Duration.ofSeconds(2 + random.nextInt(100)));
      } else {
        rig.moments.setWallClock(Duration.ofSeconds(random.nextBoolean() ? 3600 : -3600));
      }
      awakeSince = rig.moments.now();
    }

    private int shown() {
      return rig.node().lastReading().map(NodeReading::connections).orElse(0);
    }

    private void check(String where) {
      NodeSnapshot node = rig.node();
      assertThat(node.observedSince().before(awakeSince)).as(where).isFalse();
      if (node.reading() != null) {
        assertThat(node.reading().asked().before(awakeSince)).as(where).isFalse();
        assertThat(node.reading().asked().before(node.observedSince())).as(where).isFalse();
        assertThat(shown()).as(where).isGreaterThanOrEqualTo(newest);
        newest = shown();
      }
      if (node.host() != null) {
        assertThat(node.host().asked().before(awakeSince)).as(where).isFalse();
      }
      assertThat(node.trouble() == null).as(where).isEqualTo(node.troubledSince() == null);
    }

    /** Once all is well, a few beats show it. */
    private void recovers() {
      for (int i = 0; i < 3; i++) {
        rig.probe.answer = Readings.primary(++serial);
        rig.runAll();
        rig.beat();
        rig.runAll();
        rig.pass(Duration.ofSeconds(1));
      }
      assertThat(rig.node().answers()).isTrue();
      assertThat(shown()).isEqualTo(serial);
    }
  }
}
