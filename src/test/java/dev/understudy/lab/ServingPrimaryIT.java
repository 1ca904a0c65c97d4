package dev.understudy.lab;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A primary that serves, and whose standby streams or is the one in trouble, stays the primary. */
@OnLab
@Tag("long")
@Tag("failover")
class ServingPrimaryIT {
  private static final String SERVER = "postgresql@15-main";

  @Test
  void whateverIsBrokenBesideItThePrimaryStays(Lab lab) {
    try (FailoverStage stage = FailoverStage.ready(lab)) {
      unreachableForTheService(lab, stage, "cut", "controller", "alpha");
      unreachableForTheService(lab, stage, "cut", "--one-way", "controller", "alpha");
      unreachableForTheService(lab, stage, "cut", "--one-way", "alpha", "controller");
      standbyInTrouble(lab, stage, "cut", "alpha", "delta");
      standbyInTrouble(lab, stage, "cut", "--one-way", "alpha", "delta");
      restarted(lab, stage);
      serviceKilledDuringAnOutage(lab, stage);
    }
  }

  private static void unreachableForTheService(Lab lab, FailoverStage stage, String... cut) {
    lab.verb(cut);
    stage.awaitVerdict("unreachable but replicating");
    stage.requireServing();
    healed(lab, stage);
  }

  /** Nobody streams, and the primary answers: that is the standby's trouble. */
  private static void standbyInTrouble(Lab lab, FailoverStage stage, String... cut) {
    lab.verb(cut);
    Eventually.that(
        "the stream ends",
        90,
        () -> lab.sql("alpha", "SELECT count(*) FROM pg_stat_replication").equals("0"));
    stage.requireServing();
    healed(lab, stage);
  }

  private static void restarted(Lab lab, FailoverStage stage) {
    lab.exec("alpha", "systemctl restart " + SERVER);
    stage.requireServing();
    stage.awaitHealthy();
  }

  /** The next service has to watch for a whole span before it may decide anything. */
  private static void serviceKilledDuringAnOutage(Lab lab, FailoverStage stage) {
    lab.verb("cut", "controller", "alpha");
    stage.awaitVerdict("unreachable but replicating");
    stage.service().kill();
    lab.verb("heal");
    stage.serve();
    stage.requireServing();
    healed(lab, stage);
  }

  private static void healed(Lab lab, FailoverStage stage) {
    lab.verb("heal");
    Eventually.that("the standby streams", 90, () -> lab.streams("delta"));
    stage.awaitHealthy();
  }
}
