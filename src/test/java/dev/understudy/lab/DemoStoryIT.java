package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A written-to server and two bare hosts in, two hot standbys out. */
@OnLab
class DemoStoryIT {
  @Test
  void bareHostsBecomeStandbysWithoutARowLostAndWithOneRestart(Lab lab) {
    lab.fresh("alpha=pg15", "bravo=bare", "charlie=bare");
    long starts = lab.serverStarts("alpha");
    Site site = new Site(lab, "alpha", "bravo", "charlie");
    try (Product product = new Product(lab, site);
        WriteLoad load = WriteLoad.start(lab, "alpha")) {
      product.done("provision", "orders");

      load.awaitMore();
      assertThat(lab.serverStarts("alpha")).isEqualTo(starts + 1);
      assertNothingLeftToDo(lab, product);
      load.stop();
      for (String node : List.of("alpha", "bravo", "charlie")) {
        assertThat(load.missingOn("alpha", node)).as("rows missing on " + node).isEqualTo("[]");
      }
      assertStreaming(product.json("status", "orders"));
    }
  }

  private static void assertNothingLeftToDo(Lab lab, Product product) {
    HostImage before = HostImage.of(lab, "alpha", "bravo", "charlie");
    JsonNode plan = product.json("plan", "orders");
    assertThat(plan.path("changes")).isEmpty();

    assertThat(product.done("provision", "orders").out()).contains("Nothing to change");

    assertThat(product.records().applied()).isEmpty();
    before.assertUnchanged(lab, "alpha", "bravo", "charlie");
  }

  private static void assertStreaming(JsonNode status) {
    assertThat(status.path("primary").asText()).isEqualTo("alpha");
    assertThat(status.path("nodes").findValuesAsText("state"))
        .containsExactlyInAnyOrder("running", "streaming", "streaming");
    assertThat(status.path("connect").path("libpq").asText()).contains("target_session_attrs");
  }

  @Test
  void aPrimaryWhoseSettingsAreRightAlreadyIsNotRestarted(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    lab.sql("alpha", "SELECT 1");
    lab.exec(
        "alpha",
        """
        cat >/etc/postgresql/15/main/conf.d/10-house.conf <<'END'
        listen_addresses = '*'
        archive_mode = on
        archive_command = '/bin/true'
        wal_log_hints = on
        END
        systemctl restart postgresql@15-main
        """);
    long starts = lab.serverStarts("alpha");
    Site site = new Site(lab, "alpha", "delta").with("restart_primary", "refuse");
    try (Product product = new Product(lab, site)) {
      product.done("provision", "orders");

      assertThat(lab.serverStarts("alpha")).isEqualTo(starts);
      assertThat(product.json("plan", "orders").path("changes")).isEmpty();
    }
  }
}
