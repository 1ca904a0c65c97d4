package dev.understudy.failover;

import static dev.understudy.failover.JudgeRow.row;
import static dev.understudy.failover.Scenes.powerLoss;

import dev.understudy.postgres.SqlFailure;
import java.util.List;
import java.util.Optional;

/** The primary answers, or says itself why it does not serve. */
final class PresentPrimaryRows {
  static final List<JudgeRow> ROWS =
      List.of(
          row("all is well", Code.HEALTHY, false, () -> Scene.of(2)),
          row("three nodes, all is well", Code.HEALTHY, false, () -> Scene.of(3)),
          row(
              "not provisioned",
              Code.NOT_MANAGED,
              false,
              () -> {
                Scene scene = Scene.of(2);
                scene.registered = Optional.empty();
                return scene;
              }),
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
              }));

  private PresentPrimaryRows() {}
}
