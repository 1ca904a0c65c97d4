package dev.understudy.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.postgres.SqlFailure;
import dev.understudy.store.FailoverRow;
import dev.understudy.store.RegisteredCluster;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which old primary is there again and has to rejoin. */
class ReturnedTest {
  private static final Instant THEN = Instant.parse("2030-01-01T11:00:00Z");

  @Test
  void oneWhoseServerDoesNotAnswer() {
    Scene scene = Scene.of(2).silent("alpha", SqlFailure.values()[0], 60);
    scene.host("alpha", false, "in production", "inactive/dead", 1);

    assertThat(returned(scene, "bravo", 2, change("alpha", 1, true))).contains("alpha");
  }

  @Test
  void oneThatTakesWritesBesideTheNewOne() {
    Scene scene = Scene.of(2).host("alpha", true, "in production", "active/running", 1);

    assertThat(returned(scene, "bravo", 2, change("alpha", 1, true))).contains("alpha");
  }

  @Test
  void notOneThatIsAStandby() {
    Scene scene = Scene.of(2).host("alpha", true, "in archive recovery", "active/running", 1);
    scene.node("alpha").standby = true;

    assertThat(returned(scene, "bravo", 2, change("alpha", 1, true))).isEmpty();
  }

  @Test
  void notOneWhoseHostIsNotSeen() {
    Scene scene = Scene.of(2).silent("alpha", SqlFailure.values()[0], 60).hostSilent("alpha", 1);

    assertThat(returned(scene, "bravo", 2, change("alpha", 1, true))).isEmpty();
  }

  @Test
  void notWhileTheChangeIsUnderWayOrWhenAnotherCameAfterIt() {
    Scene scene = Scene.of(2).host("alpha", true, "in production", "active/running", 1);

    assertThat(returned(scene, "bravo", 2, change("alpha", 1, false))).isEmpty();
    assertThat(returned(scene, "alpha", 3, change("alpha", 1, true))).isEmpty();
  }

  private static Optional<String> returned(
      Scene scene, String primary, long epoch, FailoverRow change) {
    RegisteredCluster registered =
        new RegisteredCluster("orders", epoch, primary, Scene.SYSTEM, THEN, THEN);
    return Returned.of(scene.snapshot(), registered, List.of(change));
  }

  private static FailoverRow change(String old, long epoch, boolean ended) {
    FailoverRow begun = FailoverRow.begun("run", "orders", epoch, old, 1, "0/5000000", THEN);
    return new FailoverRow(
        begun.run(),
        begun.cluster(),
        begun.epoch(),
        begun.oldPrimary(),
        begun.timeline(),
        begun.position(),
        begun.begunAt(),
        begun.fencing(),
        begun.proof(),
        Optional.of("bravo"),
        begun.choice(),
        begun.salvage(),
        begun.askedAt(),
        ended ? Optional.of(THEN) : Optional.empty(),
        begun.toldAt());
  }
}
