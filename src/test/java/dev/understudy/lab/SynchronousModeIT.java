package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Commits wait for a standby with {@code mode: sync}, and not any more with {@code mode: async} or
 * when Understudy leaves; no commit is left waiting.
 */
@OnLab
class SynchronousModeIT {
  private static final String FILE =
      "/etc/postgresql/15/main/conf.d/92-understudy-synchronous.conf";
  private static final String STATE =
      "SELECT string_agg(application_name || ' ' || sync_state, ', ') FROM pg_stat_replication";
  private static final String WRITE =
      "SET statement_timeout = '10s'; SELECT pg_logical_emit_message(true, 'test', 'row')";

  private Lab lab;
  private Product product;

  @Test
  void commitsWaitForAStandbyWhereThatIsConfigured(Lab given) {
    lab = given;
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    Site site = new Site(lab, "alpha", "delta").with("replication", "{ mode: sync }");
    try (Product made = new Product(lab, site)) {
      product = made;
      assertThat(product.run("plan", "orders").toString()).contains("synchronous_standby_names");
      product.done("provision", "orders");
      assertThat(lab.sql("alpha", STATE)).isEqualTo("delta quorum");
      assertThat(lab.sql("alpha", "SHOW synchronous_standby_names")).isEqualTo("ANY 1 (\"delta\")");
      lab.sql("alpha", WRITE);
      product.done("detach", "orders");
      assertThat(lab.sql("alpha", "SHOW synchronous_standby_names")).isEmpty();
      assertThat(lab.exec("alpha", "ls " + FILE + " 2>/dev/null || echo none")).contains("none");
      lab.sql("alpha", WRITE);
    }
  }
}
