package dev.understudy.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.failover.Circumstances.LastAutomatic;
import dev.understudy.failover.Circumstances.Surroundings;
import dev.understudy.postgres.LastPrimary;
import dev.understudy.postgres.SqlFailure;
import dev.understudy.wal.Lsn;
import dev.understudy.watch.Reached;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is seen, and the verdict. The window is 8 s, and wal_receiver_timeout 10 s. */
class JudgeTest {
  private record Row(String what, Supplier<Scene> scene, Code code, boolean failover) {}

  private static Row row(String what, Code code, boolean failover, Supplier<Scene> scene) {
    return new Row(what, scene, code, failover);
  }

  /** The primary lost its power so long ago: nobody hears it. */
  private static Scene powerLoss(int nodes, double since) {
    Scene scene = Scene.of(nodes).silent("alpha", SqlFailure.TIMED_OUT, since);
    scene.hostSilent("alpha", since - 0.5);
    for (String node : scene.nodes.keySet()) {
      if (!node.equals("alpha")) {
        scene.node(node).message = since + 1;
        scene.tried(node, "alpha", Reached.NOTHING, since - 1);
      }
    }
    return scene;
  }

  /** The standby's receiver has lost its connection too. */
  private static Scene cutOff() {
    Scene scene = Scene.of(2);
    scene.node("bravo").receives = false;
    return scene;
  }

  private static Scene killed(double ago) {
    Scene scene = Scene.of(2).silent("alpha", SqlFailure.REFUSED, ago).killed("alpha", ago / 2);
    scene.node("bravo").receives = false;
    return scene;
  }

  private static final List<Row> ROWS =
      List.of(
          row("all is well", Code.HEALTHY, false, () -> Scene.of(2)),
          row("three nodes, all is well", Code.HEALTHY, false, () -> Scene.of(3)),
          row(
              "never looked at",
              Code.NOT_ENOUGH_EVIDENCE,
              false,
              () -> {
                Scene scene = Scene.of(2);
                scene.node("alpha").neverAnswered = true;
                return scene;
              }),
          row(
              "not provisioned",
              Code.NOT_MANAGED,
              false,
              () -> {
                Scene scene = Scene.of(2);
                scene.registered = Optional.empty();
                return scene;
              }),
          row("power loss, whole window", Code.HOST_LOST, true, () -> powerLoss(2, 9)),
          row("power loss, three nodes", Code.HOST_LOST, true, () -> powerLoss(3, 9)),
          row("power loss just now", Code.NOT_ENOUGH_EVIDENCE, false, () -> powerLoss(2, 5)),
          row(
              "power loss, the standby's receiver is gone",
              Code.HOST_LOST,
              true,
              () -> {
                Scene scene = powerLoss(2, 9);
                scene.node("bravo").receives = false;
                return scene;
              }),
          row(
              "power loss, and the standby's host cannot be asked to try",
              Code.HOST_LOST,
              true,
              () -> {
                Scene scene = powerLoss(2, 9);
                scene.node("bravo").peers.clear();
                return scene;
              }),
          row(
              "silent, and an idle receiver may still be connected",
              Code.NOT_ENOUGH_EVIDENCE,
              false,
              () -> {
                Scene scene = Scene.of(2).silent("alpha", SqlFailure.TIMED_OUT, 4);
                scene.node("bravo").message = 4.5;
                return scene.hostSilent("alpha", 3);
              }),
          row(
              "cut off from the service, streams on",
              Code.UNREACHABLE_BUT_REPLICATING,
              false,
              () ->
                  Scene.of(2).silent("alpha", SqlFailure.TIMED_OUT, 600).hostSilent("alpha", 599)),
          row(
              "… rejected instead of dropped",
              Code.UNREACHABLE_BUT_REPLICATING,
              false,
              () -> Scene.of(2).silent("alpha", SqlFailure.REFUSED, 600).hostSilent("alpha", 599)),
          row(
              "… one of two standbys hears it",
              Code.UNREACHABLE_BUT_REPLICATING,
              false,
              () -> {
                Scene scene = powerLoss(3, 600);
                scene.node("charlie").message = 1;
                return scene;
              }),
          row(
              "… the receiver is gone, and new connections come through",
              Code.UNREACHABLE_BUT_REPLICATING,
              false,
              () -> {
                Scene scene = powerLoss(2, 600).tried("bravo", "alpha", Reached.ACCEPTS, 2);
                scene.node("bravo").receives = false;
                return scene;
              }),
          row(
              "the connections fail, and the receiver still hears",
              Code.UNREACHABLE_BUT_REPLICATING,
              false,
              () -> {
                Scene scene = powerLoss(2, 600);
                scene.node("bravo").message = 3;
                return scene.tried("bravo", "alpha", Reached.NOTHING, 4);
              }),
          row("postmaster killed", Code.POSTGRESQL_DOWN, true, () -> killed(1)),
          row(
              "… and systemd has taken its file away",
              Code.POSTGRESQL_DOWN,
              true,
              () ->
                  killed(1)
                      .host(
                          "alpha", false, false, "in production", "failed/failed", "signal", 0.5)),
          row(
              "… its machine has come up again, and PostgreSQL has not",
              Code.POSTGRESQL_DOWN,
              true,
              () ->
                  killed(1).host("alpha", false, true, "in production", "inactive/dead", "", 0.5)),
          row(
              "… and the standby hears it all the same",
              Code.UNREACHABLE_BUT_REPLICATING,
              false,
              () -> {
                Scene scene = killed(4);
                scene.node("bravo").receives = true;
                scene.node("bravo").message = 0.5;
                return scene;
              }),
          row(
              "… right after the service was started",
              Code.NOT_ENOUGH_EVIDENCE,
              false,
              () -> {
                Scene scene = killed(1);
                scene.node("alpha").observed = 5;
                return scene;
              }),
          row(
              "PostgreSQL does not run, for no known reason, just now",
              Code.NOT_ENOUGH_EVIDENCE,
              false,
              () ->
                  cutOff()
                      .silent("alpha", SqlFailure.REFUSED, 3)
                      .host("alpha", false, "in production", "inactive/dead", 2)),
          row(
              "… and the whole window",
              Code.POSTGRESQL_DOWN,
              true,
              () -> {
                Scene scene =
                    Scene.of(2)
                        .silent("alpha", SqlFailure.REFUSED, 9)
                        .host("alpha", false, "in production", "inactive/dead", 2);
                scene.node("bravo").receives = false;
                return scene;
              }),
          row(
              "nobody runs after a total power loss",
              Code.NO_PRIMARY,
              false,
              () ->
                  Scene.of(2)
                      .silent("alpha", SqlFailure.REFUSED, 60)
                      .killed("alpha", 3)
                      .silent("bravo", SqlFailure.REFUSED, 60)
                      .killed("bravo", 3)),
          row(
              "stopped in order",
              Code.PLANNED_RESTART,
              false,
              () ->
                  cutOff()
                      .silent("alpha", SqlFailure.REFUSED, 600)
                      .host("alpha", false, "shut down", "inactive/dead", 2)),
          row(
              "systemd is about to start it",
              Code.PLANNED_RESTART,
              false,
              () ->
                  cutOff()
                      .silent("alpha", SqlFailure.REFUSED, 600)
                      .planned("alpha", true, false, "running", 2)),
          row(
              "… even one that it had to kill",
              Code.PLANNED_RESTART,
              false,
              () -> killed(4).planned("alpha", true, true, "running", 2)),
          row(
              "a package is being changed",
              Code.PLANNED_RESTART,
              false,
              () ->
                  cutOff()
                      .silent("alpha", SqlFailure.REFUSED, 600)
                      .planned("alpha", false, true, "running", 2)),
          row(
              "its host shuts down",
              Code.PLANNED_RESTART,
              false,
              () ->
                  cutOff()
                      .silent("alpha", SqlFailure.REFUSED, 600)
                      .planned("alpha", false, false, "stopping", 2)),
          row(
              "a long shutdown checkpoint",
              Code.PLANNED_RESTART,
              false,
              () ->
                  Scene.of(2)
                      .silent("alpha", SqlFailure.REFUSED, 600)
                      .host("alpha", true, "shutting down", "deactivating/stop", 2)),
          row(
              "being stopped, by its own word",
              Code.PLANNED_RESTART,
              false,
              () -> Scene.of(2).silent("alpha", SqlFailure.SHUTTING_DOWN, 600)),
          row(
              "starting, by its own word",
              Code.STARTING,
              false,
              () -> Scene.of(2).silent("alpha", SqlFailure.STARTING_UP, 600)),
          row(
              "a process died, the others start anew",
              Code.STARTING,
              false,
              () -> Scene.of(2).silent("alpha", SqlFailure.IN_RECOVERY, 600)),
          row(
              "systemd starts it again",
              Code.STARTING,
              false,
              () ->
                  Scene.of(2)
                      .silent("alpha", SqlFailure.REFUSED, 600)
                      .host(
                          "alpha",
                          false,
                          true,
                          "in production",
                          "activating/auto-restart",
                          "signal",
                          2)),
          row(
              "a long crash recovery, and nothing listens",
              Code.STARTING,
              false,
              () ->
                  Scene.of(2)
                      .silent("alpha", SqlFailure.REFUSED, 600)
                      .host("alpha", true, "in crash recovery", "active/running", 2)),
          row(
              "frozen server, host answers",
              Code.HUNG,
              true,
              () -> powerLoss(2, 20).host("alpha", true, "in production", "active/running", 2)),
          row(
              "frozen host whose kernel takes connections",
              Code.HUNG,
              true,
              () -> powerLoss(2, 20).tried("bravo", "alpha", Reached.CONNECTS, 3)),
          row(
              "… and it still streams",
              Code.UNREACHABLE_BUT_REPLICATING,
              false,
              () ->
                  Scene.of(2)
                      .silent("alpha", SqlFailure.TIMED_OUT, 600)
                      .host("alpha", true, "in production", "active/running", 2)),
          row(
              "the postmaster alone is frozen",
              Code.DOOR_CLOSED,
              false,
              () -> {
                Scene scene = Scene.of(2);
                scene.node("alpha").door = SqlFailure.TIMED_OUT;
                return scene;
              }),
          row(
              "all connections are taken",
              Code.TOO_MANY_CONNECTIONS,
              false,
              () -> {
                Scene scene = Scene.of(2);
                scene.node("alpha").door = SqlFailure.TOO_MANY_CONNECTIONS;
                return scene;
              }),
          row(
              "… and the service has none either",
              Code.TOO_MANY_CONNECTIONS,
              false,
              () -> Scene.of(2).silent("alpha", SqlFailure.TOO_MANY_CONNECTIONS, 600)),
          row(
              "the login is refused",
              Code.LOGIN_REFUSED,
              false,
              () -> powerLoss(2, 600).silent("alpha", SqlFailure.AUTHENTICATION, 600)),
          row(
              "disk full, by its own word",
              Code.NO_SPACE,
              false,
              () -> powerLoss(2, 600).silent("alpha", SqlFailure.NO_SPACE, 600)),
          row(
              "disk full, and PostgreSQL died of it",
              Code.NO_SPACE,
              false,
              () ->
                  Scene.of(2).silent("alpha", SqlFailure.REFUSED, 600).diskFull("alpha", false, 2)),
          row(
              "disk full, still serving",
              Code.NO_SPACE,
              false,
              () -> Scene.of(2).diskFull("alpha", true, 2)),
          row(
              "a standby is gone",
              Code.STANDBY_LOST,
              false,
              () -> Scene.of(3).silent("charlie", SqlFailure.TIMED_OUT, 9)),
          row(
              "a standby was away for a moment",
              Code.HEALTHY,
              false,
              () -> Scene.of(3).silent("charlie", SqlFailure.TIMED_OUT, 3)),
          row(
              "a standby's WAL was removed",
              Code.STANDBY_LOST,
              false,
              () -> {
                Scene scene = Scene.of(2);
                scene.node("alpha").lostSlots.add("understudy_bravo");
                return scene;
              }),
          row(
              "a standby does not move",
              Code.STANDBY_STALLED,
              false,
              () -> {
                Scene scene = Scene.of(2);
                scene.stuckSince.put("bravo", Scene.ago(9));
                return scene;
              }),
          row(
              "a standby has another history",
              Code.STANDBY_DIVERGED,
              false,
              () -> {
                Scene scene = Scene.of(3).silent("charlie", SqlFailure.TIMED_OUT, 9);
                scene.node("bravo").timeline = 2;
                return scene;
              }),
          row(
              "two accept writes",
              Code.TWO_PRIMARIES,
              false,
              () -> {
                Scene scene = Scene.of(2);
                scene.node("bravo").standby = false;
                return scene;
              }),
          row(
              "another one was promoted, and the old one is dead",
              Code.OTHER_PRIMARY,
              false,
              () -> {
                Scene scene = powerLoss(2, 600);
                scene.node("bravo").standby = false;
                scene.node("bravo").timeline = 2;
                return scene;
              }),
          row(
              "everybody is a standby",
              Code.NO_PRIMARY,
              false,
              () -> {
                Scene scene = Scene.of(2);
                scene.node("alpha").standby = true;
                return scene;
              }),
          row(
              "a foreign server answers at the primary's address",
              Code.NO_PRIMARY,
              false,
              () -> {
                Scene scene = Scene.of(2);
                scene.node("alpha").system = "8";
                return scene;
              }),
          row(
              "all are silent, others are seen",
              Code.NO_PRIMARY,
              false,
              () -> allSilent(Surroundings.SEEN)),
          row(
              "all are silent, and nobody else is seen",
              Code.OBSERVER_ISOLATED,
              false,
              () -> allSilent(Surroundings.SILENT)),
          row(
              "all are silent, and there is nobody else to ask",
              Code.OBSERVER_ISOLATED,
              false,
              () -> allSilent(Surroundings.UNKNOWN)),
          row(
              "the service was frozen",
              Code.OBSERVER_PAUSED,
              false,
              () -> {
                Scene scene = powerLoss(2, 20);
                scene.pausedAt = Optional.of(Scene.ago(5));
                return scene;
              }),
          row(
              "the service was started during the outage",
              Code.NOT_ENOUGH_EVIDENCE,
              false,
              () -> {
                Scene scene = powerLoss(2, 6);
                scene.nodes.values().forEach(node -> node.observed = 6.5);
                scene.node("alpha").neverAnswered = true;
                return scene;
              }),
          row(
              "… and has watched for a whole window",
              Code.HOST_LOST,
              true,
              () -> {
                Scene scene = powerLoss(2, 9);
                scene.nodes.values().forEach(node -> node.observed = 9);
                scene.node("alpha").neverAnswered = true;
                scene.lastKnown =
                    Optional.of(
                        new LastPrimary(Scene.SYSTEM, 1, Optional.of(Lsn.parse("0/5000000"))));
                return scene;
              }),
          row(
              "no standby can be asked",
              Code.NOT_ENOUGH_EVIDENCE,
              false,
              () ->
                  powerLoss(2, 20)
                      .silent("bravo", SqlFailure.TIMED_OUT, 20)
                      .host("bravo", true, "in archive recovery", "active/running", 3)),
          row(
              "its host was not heard yet",
              Code.NOT_ENOUGH_EVIDENCE,
              false,
              () -> {
                Scene scene = powerLoss(2, 9);
                scene.node("alpha").hostTrouble = null;
                return scene;
              }),
          row(
              "a failover is under way",
              Code.ROLE_CHANGE,
              false,
              () -> {
                Scene scene = powerLoss(2, 20);
                scene.runs = List.of("provision", "failover");
                return scene;
              }));

  private static Scene allSilent(Surroundings surroundings) {
    Scene scene = powerLoss(2, 20).silent("bravo", SqlFailure.TIMED_OUT, 20);
    scene.hostSilent("bravo", 10).surroundings = surroundings;
    return scene;
  }

  @TestFactory
  List<DynamicTest> rows() {
    return ROWS.stream().map(row -> DynamicTest.dynamicTest(row.what(), () -> check(row))).toList();
  }

  private static void check(Row row) {
    Verdict verdict = row.scene().get().judge();
    assertThat(verdict.code()).as(verdict.toString()).isEqualTo(row.code());
    assertThat(verdict.startsFailover()).as(verdict.toString()).isEqualTo(row.failover());
    assertThat(verdict.sentence()).endsWith(".").doesNotContain("%");
    assertThat(verdict.action()).isIn(row.code().most(), Action.START_PRIMARY);
  }

  @Test
  void everyCodeHasItsRow() {
    Set<Code> shown = EnumSet.noneOf(Code.class);
    ROWS.forEach(row -> shown.add(row.code()));
    assertThat(shown).containsAll(EnumSet.allOf(Code.class));
  }

  @Test
  void nothingIsAutomaticUnlessSaidSo() {
    Scene scene = new Scene(2, "automatic: false");
    powerLoss(2, 20).nodes.forEach(scene.nodes::put);
    Verdict verdict = scene.judge();
    assertThat(verdict.code()).isEqualTo(Code.HOST_LOST);
    assertThat(verdict.obstacles()).singleElement().asString().contains("failover.automatic");
    assertThat(verdict.startsFailover()).isFalse();
  }

  @Test
  void whatSpeaksAgainstItIsNamed() {
    Scene scene = powerLoss(2, 20);
    scene.onPrimaryHost = true;
    scene.maintenance = Optional.of("new racks");
    scene.outdated = Optional.of("an older copy");
    scene.lastAutomatic =
        Optional.of(new LastAutomatic(Scene.NOW.instant().minus(Duration.ofMinutes(59)), false));
    scene.node("bravo").paused = true;
    assertThat(scene.judge().obstacles())
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).contains("primary's own host"),
            text -> assertThat(text).contains("new racks"),
            text -> assertThat(text).contains("an older copy"),
            text -> assertThat(text).contains("quiet period", "12:01:00"),
            text -> assertThat(text).contains("bravo: its replay is paused"));
  }

  @Test
  void theQuietPeriodEndsByItselfOrWithAPerson() {
    Scene scene = powerLoss(2, 20);
    scene.lastAutomatic =
        Optional.of(new LastAutomatic(Scene.NOW.instant().minus(Duration.ofMinutes(61)), false));
    assertThat(scene.judge().startsFailover()).isTrue();
    scene.lastAutomatic = Optional.of(new LastAutomatic(Scene.NOW.instant(), true));
    assertThat(scene.judge().startsFailover()).isTrue();
  }

  @Test
  void aCrashMayBeForTheHostItself() {
    Scene scene = new Scene(2, "automatic: true, on_crash: restart");
    killed(1).nodes.forEach(scene.nodes::put);
    assertThat(scene.judge().code()).isEqualTo(Code.POSTGRESQL_DOWN);
    assertThat(scene.judge().action()).isEqualTo(Action.START_PRIMARY);
  }

  @Test
  void aStandbyThatIsTooFarBehindDoesNotTakeOver() {
    Scene scene = powerLoss(2, 20);
    scene.node("bravo").lsn = "0/3000000";
    Verdict verdict = scene.judge();
    assertThat(verdict.code()).isEqualTo(Code.HOST_LOST);
    assertThat(verdict.obstacles()).singleElement().asString().contains("33554432 bytes behind");
  }

  @Test
  void whereCommitsWaitedForItTheDistanceSaysNothing() {
    Scene scene = powerLoss(2, 20);
    scene.confirmers = Optional.of(List.of("bravo"));
    scene.node("bravo").lsn = "0/3000000";
    assertThat(scene.judge().startsFailover()).isTrue();
    assertThat(scene.judge().choice().node()).contains("bravo");
  }

  @Test
  void whereCommitsWaitForNobodyAPersonDecides() {
    Scene scene = powerLoss(2, 20);
    scene.confirmers = Optional.of(List.of());
    assertThat(scene.judge().startsFailover()).isFalse();
    assertThat(scene.judge().obstacles()).singleElement().asString().contains("a person decides");
  }

  @Test
  void onlyOneForWhichCommitsWaitTakesOver() {
    Scene scene = powerLoss(3, 20);
    scene.confirmers = Optional.of(List.of("charlie"));
    scene.node("charlie").lsn = "0/4000000";
    assertThat(scene.judge().choice().node()).contains("charlie");
    assertThat(scene.judge().choice().refused()).containsKey("bravo");
  }

  @Test
  void ofSeveralEachHasToAnswer() {
    Scene scene = powerLoss(3, 20).silent("charlie", SqlFailure.TIMED_OUT, 20);
    scene.confirmers = Optional.of(List.of("bravo", "charlie"));
    assertThat(scene.judge().obstacles())
        .singleElement()
        .asString()
        .contains("charlie does not answer");
  }

  @Test
  void theEvidenceIsToldInWords() {
    assertThat(powerLoss(2, 9).judge().evidence())
        .satisfiesExactly(
            text -> assertThat(text).contains("no answer from alpha for 9.0 s: timed out"),
            text -> assertThat(text).contains("over SSH: no answer"),
            text ->
                assertThat(text)
                    .contains("bravo heard alpha 10.0 s ago")
                    .contains("a new connection from its host comes to nothing"));
  }
}
