package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Other connections use up the primary's senders, so that a base backup finds one too few. */
@OnLab
class WalSendersUsedUpIT {
  private static final String NINE =
      """
      cat >/root/senders <<'END'
      for i in 1 2 3 4 5 6 7 8 9; do
        sleep 900 | runuser -u postgres -- psql -qX "replication=true dbname=postgres" &
      done
      wait
      END
      systemd-run -q --unit senders bash /root/senders
      """;

  @Test
  void itIsTriedAgainThenWaitsAndNamesTheSetting(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      product.workflow("provision", "attempts: 4, backoff: 5s", "attempts: 2, backoff: 1s");
      product.startCrashing("before-apply:base-backup", "provision", "orders").await(240);
      lab.exec("alpha", NINE);
      String count = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'walsender'";
      Eventually.that("nine senders", 30, () -> lab.sql("alpha", count).equals("9"));

      Outcome waits = product.run("provision", "orders");
      assertThat(waits.exit()).as(waits.toString()).isEqualTo(1);
      assertThat(waits.all())
          .contains("exceeds max_wal_senders", "raise max_wal_senders", "waits for a person")
          .doesNotContain(" kB (");
      // The killed one counts too.
      assertThat(product.records().attempts("base-backup", "delta")).isEqualTo(3);

      lab.exec("alpha", "systemctl stop senders");
      product.done("run", "resume", "last");
      assertThat(lab.streams("delta")).isTrue();
    }
  }
}
