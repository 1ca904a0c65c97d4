package dev.understudy.failover;

import static dev.understudy.failover.JudgeRow.row;
import static dev.understudy.failover.Scenes.allSilent;
import static dev.understudy.failover.Scenes.cutOff;
import static dev.understudy.failover.Scenes.killed;
import static dev.understudy.failover.Scenes.powerLoss;

import dev.understudy.failover.Circumstances.Surroundings;
import dev.understudy.postgres.LastPrimary;
import dev.understudy.postgres.SqlFailure;
import dev.understudy.wal.Lsn;
import dev.understudy.watch.Reached;
import java.util.List;
import java.util.Optional;

/** The primary does not serve, or nobody can say whether it does. */
final class AbsentPrimaryRows {
  static final List<JudgeRow> ROWS =
      List.of(
          row(
              "never looked at",
              Code.NOT_ENOUGH_EVIDENCE,
              false,
              () -> {
                Scene scene = Scene.of(2);
                scene.node("alpha").neverAnswered = true;
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

  private AbsentPrimaryRows() {}
}
