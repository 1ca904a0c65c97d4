package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/**
 * A standby's host has an empty, running cluster, as Debian's package makes it. It has handed out
 * numbers of objects already, as it does in its first minutes, but nothing of them is left.
 */
@OnLab
class NewClusterMovedAsideIT {
  @Test
  void isMovedAsideAndKeptUntilSomebodyPrunesIt(Lab lab) {
    lab.fresh("alpha=pg15", "foxtrot=pg15");
    String find = "cd /var/lib/postgresql/15; ls -d main.understudy-*";
    String identifier = "SELECT system_identifier FROM pg_control_system()";
    String own = lab.sql("foxtrot", identifier);
    lab.sql("foxtrot", "BEGIN; CREATE TABLE gone (id int); ROLLBACK");
    lab.sql("foxtrot", "CHECKPOINT");
    try (Product product = new Product(lab, new Site(lab, "alpha", "foxtrot"))) {
      product.done("provision", "orders");

      assertThat(lab.sql("foxtrot", identifier)).isEqualTo(lab.sql("alpha", identifier));
      assertThat(product.json("status", "orders").path("nodes").findValuesAsText("state"))
          .containsExactlyInAnyOrder("running", "streaming");
      String kept = lab.exec("foxtrot", find);
      assertThat(kept).matches("main\\.understudy-\\d{8}T\\d{6}Z");
      assertThat(lab.exec("foxtrot", controlData(kept))).isEqualTo(own);

      JsonNode copies = product.json("prune", "orders").path("copies");
      assertThat(copies.findValuesAsText("path")).containsExactly("/var/lib/postgresql/15/" + kept);
      assertThat(lab.exec("foxtrot", find)).isEqualTo(kept);

      product.done("prune", "orders", "--yes");
      assertThat(lab.exec("foxtrot", find + " 2>/dev/null || true")).isEmpty();
      assertThat(product.json("prune", "orders").path("copies")).isEmpty();
      assertThat(lab.streams("foxtrot")).isTrue();
    }
  }

  private static String controlData(String directory) {
    return "/usr/lib/postgresql/15/bin/pg_controldata /var/lib/postgresql/15/"
        + directory
        + " | sed -n 's/^Database system identifier: *//p'";
  }
}
