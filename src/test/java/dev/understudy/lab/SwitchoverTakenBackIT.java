package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The target does not come to the old primary's last record: the old primary serves again. */
@OnLab
@Tag("long")
class SwitchoverTakenBackIT {
  private static final String STARTUP = "pkill -%s -f 'postgres.*startup'";

  @Test
  void theOldPrimaryServesAgain(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      product.done("provision", "orders");
      try (AcknowledgedWrites writes = AcknowledgedWrites.start(lab, "alpha", "delta")) {
        lab.exec("delta", STARTUP.formatted("STOP"));
        Outcome refused = product.run("switchover", "orders", "--to", "delta", "--yes");
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.toString()).contains("alpha serves again as the primary");
        writes.awaitMoreOn("alpha");
        lab.exec("delta", STARTUP.formatted("CONT"));
        Eventually.that(
            "delta has caught up",
            60,
            () -> lab.sql("delta", "SELECT status FROM pg_stat_wal_receiver").equals("streaming"));
        // Right after the restart the standby may lose its connection once more, and the switchover
        // is taken back then, too.
        Outcome again = product.run("switchover", "orders", "--to", "delta", "--yes");
        for (int more = 2; again.exit() != 0 && more > 0; more--) {
          assertThat(again.toString()).contains("alpha serves again as the primary");
          again = product.run("switchover", "orders", "--to", "delta", "--yes");
        }
        again.orFail();
        writes.awaitMoreOn("delta");
        writes.stop();
        assertThat(writes.missingOn("delta")).isEmpty();
      }
    }
  }
}
