package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The primary's server is killed with rows that no standby has, and a person fails over: none is
 * lost. Then the new primary's host loses its power: without proof nobody is promoted, unless the
 * person answers for it.
 */
@OnLab
class FailoverByPersonIT {
  private static final String RECEIVERS = "pkill -%s -f 'postgres.*wal ?receiver'";

  @Test
  void nothingIsLostAndNobodyIsPromotedWithoutProof(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster", "echo=pg15,nocluster");
    Site site = new Site(lab, "alpha", "delta", "echo");
    try (Product product = new Product(lab, site)) {
      product.done("provision", "orders");
      assertThat(product.run("failover", "orders", "--yes").toString()).contains("switchover");

      killedWithRowsThatNobodyElseHas(lab, product);
      assertBlocked(lab);
      assertThat(lab.sql("echo", "SELECT status FROM pg_stat_wal_receiver")).isEqualTo("streaming");

      product.done("rejoin", "orders", "alpha");
      assertThat(lab.sql("alpha", "SELECT status FROM pg_stat_wal_receiver"))
          .isEqualTo("streaming");

      lab.verb("power-off", "delta");
      Outcome refused = product.run("failover", "orders", "--yes");
      assertThat(refused.exit()).isNotZero();
      assertThat(refused.toString()).contains("nothing proves", "ssh: ", "--force");
      assertThat(lab.sql("echo", "SELECT pg_is_in_recovery()")).isEqualTo("t");
      product.done(
          "failover",
          "orders",
          "--to",
          "echo",
          "--force",
          "--reason",
          "its power is gone",
          "--yes");
      assertThat(lab.sql("echo", "SELECT pg_is_in_recovery()")).isEqualTo("f");
      assertThat(product.json("status", "orders").toString()).contains("\"primary\":\"echo\"");
    }
  }

  private static void killedWithRowsThatNobodyElseHas(Lab lab, Product product) {
    try (AcknowledgedWrites writes = AcknowledgedWrites.start(lab, "alpha", "delta")) {
      lab.exec("delta", RECEIVERS.formatted("STOP"));
      lab.exec("echo", RECEIVERS.formatted("STOP"));
      writes.awaitMoreOn("alpha");
      lab.exec("alpha", "kill -KILL $(head -n 1 /var/lib/postgresql/15/main/postmaster.pid)");
      lab.exec("delta", RECEIVERS.formatted("CONT"));
      lab.exec("echo", RECEIVERS.formatted("CONT"));
      long begun = System.nanoTime();
      product.done("failover", "orders", "--to", "delta", "--yes");
      long millis = (System.nanoTime() - begun) / 1_000_000;
      writes.awaitMoreOn("delta");
      writes.stop();
      System.out.printf(
          "failover by a person: %d ms for the command, %d ms without writes%n",
          millis, writes.longestPause().toMillis());
      assertThat(writes.missingOn("delta")).isEmpty();
    }
  }

  /** Whoever starts it, and however: it takes no writes. */
  private static void assertBlocked(Lab lab) {
    String start =
        "systemctl start postgresql@15-main; pg_ctlcluster 15 main start;"
            + " runuser -u postgres -- pg_ctlcluster 15 main start;"
            + " systemctl restart postgresql; true";
    lab.exec("alpha", start);
    String processes = "pgrep -f '[b]in/postgres.*15/main' || true";
    assertThat(lab.exec("alpha", processes)).isEmpty();
    String byHand =
        "cd /; runuser -u postgres -- /usr/lib/postgresql/15/bin/pg_ctl -w -t 20 -l /tmp/log"
            + " -D /var/lib/postgresql/15/main"
            + " -o '-c config_file=/etc/postgresql/15/main/postgresql.conf' start >/dev/null; true";
    lab.exec("alpha", byHand);
    assertThat(lab.sql("alpha", "SELECT pg_is_in_recovery()")).isEqualTo("t");
    lab.exec(
        "alpha",
        "cd /; runuser -u postgres -- /usr/lib/postgresql/15/bin/pg_ctl -w -m fast"
            + " -D /var/lib/postgresql/15/main stop >/dev/null");
  }
}
