package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A standby was away for so long that the WAL that it needs next is gone. */
@OnLab
class WalRemovedIT {
  private static final String LOSE =
      """
      cd /
      until [ "$(runuser -u postgres -- psql -qAtX -c "$2")" = lost ]; do
        runuser -u postgres -- psql -qAtX -c "$1" -c CHECKPOINT >/dev/null
      done
      """;

  @Test
  void theRunSaysSoAndAPersonHasItCopiedAnew(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    Site site = new Site(lab, "alpha", "delta");
    site.with("replication", "{ max_slot_wal_keep_size: 16MB }");
    try (Product product = new Product(lab, site)) {
      product.done("provision", "orders");
      assertRefused(product, "delta", "it streams from alpha");
      assertRefused(product, "alpha", "is the primary of orders");
      lab.exec("delta", "systemctl stop postgresql@15-main");
      lose(lab);
      lab.exec("delta", "systemctl start postgresql@15-main");

      Outcome waits = product.run("provision", "orders");
      assertThat(waits.exit()).as(waits.toString()).isEqualTo(1);
      assertThat(waits.all())
          .contains("the WAL that it needs next is gone", "waits for a person")
          .contains("understudy copy-anew orders delta");

      assertThat(product.run("copy-anew", "orders", "delta").exit()).isEqualTo(64);
      product.done("copy-anew", "orders", "delta", "--yes");

      assertThat(lab.streams("delta")).isTrue();
      assertThat(product.json("prune", "orders").path("copies").findValuesAsText("path"))
          .singleElement()
          .asString()
          .startsWith("/var/lib/postgresql/15/main.understudy-");
      product.done("provision", "orders");
      assertThat(product.json("plan", "orders").path("changes")).isEmpty();
    }
  }

  private static void assertRefused(Product product, String node, String why) {
    Outcome outcome = product.run("copy-anew", "orders", node, "--yes");
    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.all()).contains(why);
  }

  private static void lose(Lab lab) {
    String write = "SELECT pg_logical_emit_message(false, 'x', repeat('x', 17000000))";
    String status =
        "SELECT wal_status FROM pg_replication_slots WHERE slot_name = 'understudy_delta'";
    lab.exec("alpha", LOSE, write, status);
  }
}
