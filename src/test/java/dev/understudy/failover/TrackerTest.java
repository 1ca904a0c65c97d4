package dev.understudy.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.postgres.SqlFailure;
import org.junit.jupiter.api.Test;

class TrackerTest {
  private final Scene scene = Scene.of(2);

  private Tracker twice() {
    return Tracker.FRESH.next(scene.snapshot(), "alpha").next(scene.snapshot(), "alpha");
  }

  @Test
  void whoStreamsAndHasAllIsNotStuck() {
    assertThat(twice().stuckSince()).isEmpty();
  }

  @Test
  void whoIsBehindAndDoesNotMoveIs() {
    scene.node("bravo").lsn = "0/4000000";
    assertThat(Tracker.FRESH.next(scene.snapshot(), "alpha").stuckSince()).isEmpty();
    assertThat(twice().stuckSince()).containsOnlyKeys("bravo");
    Tracker before = twice();
    scene.node("bravo").lsn = "0/4500000";
    assertThat(before.next(scene.snapshot(), "alpha").stuckSince()).isEmpty();
  }

  @Test
  void whoDoesNotStreamIs() {
    scene.node("bravo").receives = false;
    assertThat(twice().stuckSince()).containsOnlyKeys("bravo");
  }

  @Test
  void nothingIsSaidWhileThePrimaryIsSilent() {
    scene.node("bravo").receives = false;
    scene.silent("alpha", SqlFailure.TIMED_OUT, 3);
    assertThat(twice().stuckSince()).isEmpty();
  }

  @Test
  void aPauseIsWhenAllAreObservedAnew() {
    assertThat(twice().pausedAt()).isNull();
    Tracker before = twice();
    scene.node("alpha").observed = 2;
    assertThat(before.next(scene.snapshot(), "alpha").pausedAt()).isNull();
    scene.node("bravo").observed = 2;
    assertThat(before.next(scene.snapshot(), "alpha").pausedAt()).isEqualTo(Scene.ago(2));
  }
}
