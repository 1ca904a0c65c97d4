package dev.understudy.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.failover.Circumstances.Surroundings;
import dev.understudy.postgres.SqlFailure;
import dev.understudy.watch.Moment;
import dev.understudy.watch.Reached;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is seen, some things never happen. The window is 8 s. */
class JudgePropertiesTest {
  private static final double WINDOW = 8;
  private static final List<SqlFailure> FAILURES = List.of(SqlFailure.values());

  /** Anything at all: chance decides what is seen, but for the primary's node having one. */
  private static Scene anything(Random random) {
    Scene scene = Scene.of(2 + random.nextInt(2));
    scene.nodes.forEach((name, seen) -> node(scene, name, seen, random));
    scene.surroundings = Surroundings.values()[random.nextInt(3)];
    if (random.nextInt(8) == 0) {
      scene.pausedAt = Optional.of(Scene.ago(random.nextDouble() * 20));
    }
    return scene;
  }

  private static void node(Scene scene, String name, Scene.Seen seen, Random random) {
    boolean primary = name.equals("alpha");
    seen.observed = random.nextInt(4) == 0 ? random.nextDouble() * 16 : 3600;
    seen.answered = random.nextDouble();
    seen.message = 0.5 + random.nextDouble() * (random.nextBoolean() ? 2 : 30);
    seen.receives = random.nextInt(4) > 0;
    seen.standby = primary == (random.nextInt(12) == 0);
    if (random.nextInt(primary ? 8 : 3) > (primary ? 0 : 1)) {
      SqlFailure failure =
          random.nextBoolean()
              ? SqlFailure.TIMED_OUT
              : FAILURES.get(random.nextInt(FAILURES.size()));
      scene.silent(name, failure, 0.5 + random.nextDouble() * 20);
    }
    host(scene, name, seen, random);
    if (!primary && random.nextInt(3) > 0) {
      Reached reached = Reached.values()[random.nextInt(Reached.values().length)];
      scene.tried(name, "alpha", reached, random.nextDouble() * 20);
    }
  }

  private static void host(Scene scene, String name, Scene.Seen seen, Random random) {
    double asked = random.nextDouble() * Math.max(1, seen.troubleSince);
    switch (random.nextInt(7)) {
      case 0, 1 -> scene.hostSilent(name, asked);
      case 2 -> scene.killed(name, asked);
      case 3 -> scene.host(name, random.nextBoolean(), "in production", "active/running", asked);
      case 4 -> scene.diskFull(name, random.nextBoolean(), asked);
      case 5 -> scene.planned(name, random.nextBoolean(), random.nextBoolean(), "running", asked);
      default -> scene.node(name).host = null;
    }
  }

  @Property(tries = 5_000)
  void neverWhileThePrimaryAnswers(@ForAll Random random) {
    Scene scene = anything(random);
    Verdict verdict = scene.judge();
    if (verdict.startsFailover()) {
      assertThat(scene.node("alpha").trouble).as(verdict.toString()).isNotNull();
      assertThat(verdict.code().most()).isEqualTo(Action.FAILOVER);
    }
  }

  /**
   * It may have heard it before the service lost it, or before its host said that it was killed.
   */
  @Property(tries = 5_000)
  void neverWhileAStandbyHearsThePrimary(@ForAll Random random) {
    Scene scene = anything(random);
    Verdict verdict = scene.judge();
    if (!verdict.startsFailover()) {
      return;
    }
    Scene.Seen alpha = scene.node("alpha");
    double lost = verdict.code() == Code.POSTGRESQL_DOWN ? alpha.hostAsked : WINDOW;
    scene.nodes.forEach(
        (name, seen) -> {
          if (!name.equals("alpha") && seen.trouble == null && seen.standby && seen.receives) {
            double heard = seen.answered + seen.message - 0.5;
            assertThat(heard).as(name + " in " + verdict).isGreaterThanOrEqualTo(lost - 0.002);
          }
        });
  }

  @Property(tries = 5_000)
  void neverBeforeAWholeWindowWasObserved(@ForAll Random random) {
    Scene scene = anything(random);
    Verdict verdict = scene.judge();
    if (verdict.startsFailover()) {
      assertThat(scene.node("alpha").observed).isGreaterThanOrEqualTo(WINDOW);
      if (verdict.code() != Code.POSTGRESQL_DOWN) {
        assertThat(scene.node("alpha").answered).isGreaterThanOrEqualTo(WINDOW);
      }
      Optional<Moment> paused = scene.pausedAt;
      assertThat(paused.filter(at -> at.age(Scene.NOW).toMillis() < WINDOW * 1000)).isEmpty();
    }
  }

  @Property(tries = 5_000)
  void neverWithoutAWitnessAndACandidateThatAnswers(@ForAll Random random) {
    Scene scene = anything(random);
    Verdict verdict = scene.judge();
    if (verdict.startsFailover()) {
      Scene.Seen candidate = scene.node(verdict.choice().node().orElseThrow());
      assertThat(candidate.trouble).isNull();
      assertThat(candidate.standby).isTrue();
      assertThat(verdict.evidence()).hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Property(tries = 5_000)
  void neverForAFullDiskAndNeverPastAnotherPrimary(@ForAll Random random) {
    Scene scene = anything(random);
    Verdict verdict = scene.judge();
    if (verdict.startsFailover()) {
      Scene.Seen alpha = scene.node("alpha");
      boolean saidSince = alpha.host != null && alpha.hostTrouble == null;
      assertThat(
              saidSince && alpha.hostAsked <= alpha.troubleSince && AbsentPrimary.full(alpha.host))
          .isFalse();
      scene.nodes.forEach(
          (name, seen) ->
              assertThat(!name.equals("alpha") && seen.trouble == null && !seen.standby)
                  .as(name)
                  .isFalse());
    }
  }

  @Property(tries = 2_000)
  void everySnapshotHasAVerdictInWords(@ForAll Random random) {
    Verdict verdict = anything(random).judge();
    assertThat(verdict.sentence()).endsWith(".");
    assertThat(verdict.evidence()).noneMatch(String::isBlank);
  }

  /** The properties above would hold of a judge that never decides anything, too. */
  @Property(tries = 2)
  void itDecidesNowAndThen(@ForAll Random random) {
    int failovers = 0;
    for (int i = 0; i < 3_000; i++) {
      failovers += anything(random).judge().startsFailover() ? 1 : 0;
    }
    assertThat(failovers).isPositive();
  }
}
