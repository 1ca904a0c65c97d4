package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * A standby becomes the primary while somebody writes: no row is lost, and soon he writes again.
 */
@OnLab
class SwitchoverIT {
  /** Of a slow and loaded machine; what it took is printed. */
  private static final long MOST_MILLIS = 15_000;

  @Test
  void thePrimaryChangesAndNothingIsLost(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    Site site = new Site(lab, "alpha", "delta");
    try (Product product = new Product(lab, site)) {
      product.done("provision", "orders");
      assertThat(product.run("switchover", "orders", "--to", "delta").exit()).isEqualTo(64);
      product.run("switchover", "orders", "--to", "delta", "--dry-run");
      refusedWhileTheReplayIsPaused(lab, product);

      try (AcknowledgedWrites writes = AcknowledgedWrites.start(lab, "alpha", "delta")) {
        product.done("switchover", "orders", "--to", "delta", "--yes");
        writes.awaitMoreOn("delta");
        writes.stop();
        System.out.println(
            "switchover: " + writes.longestPause().toMillis() + " ms without writes");
        assertThat(writes.longestPause().toMillis()).isLessThan(MOST_MILLIS);
        assertThat(writes.missingOn("delta")).isEmpty();
      }
      follows(lab, "delta", "alpha");
      assertThat(product.json("status", "orders").toString()).contains("\"primary\":\"delta\"");
      product.done("switchover", "orders", "--to", "alpha", "--yes");
      follows(lab, "alpha", "delta");
      product.done("provision", "orders");
    }
  }

  private static void refusedWhileTheReplayIsPaused(Lab lab, Product product) {
    lab.sql("delta", "SELECT pg_wal_replay_pause()");
    Outcome refused = product.run("switchover", "orders", "--to", "delta", "--yes");
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.toString()).contains("paused");
    lab.sql("delta", "SELECT pg_wal_replay_resume()");
  }

  private static void follows(Lab lab, String primary, String standby) {
    assertThat(lab.sql(standby, "SELECT pg_is_in_recovery()")).isEqualTo("t");
    assertThat(lab.sql(standby, "SELECT status FROM pg_stat_wal_receiver")).isEqualTo("streaming");
    assertThat(lab.sql(standby, "SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
    assertThat(lab.sql(primary, "SELECT slot_name, active FROM pg_replication_slots"))
        .isEqualTo("understudy_" + standby + "|t");
  }
}
