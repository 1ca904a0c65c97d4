package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A service finds what goes wrong by itself, and remembers it. */
@OnLab
class ScheduledAuditIT {
  private static final long SOON = 30;

  private static final String OFTEN =
      """
      { replay-paused: { every: 1s }, slot-lost: { every: 1s }, slot-inactive: { every: 1s },
        replication-lag: { warning: 1MiB, every: 1s } }""";

  private Lab lab;
  private Product product;

  @Test
  void findingsOpenCloseAndSurviveTheService(Lab given) {
    lab = given;
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    Site site =
        new Site(lab, "alpha", "delta")
            .with("checks", OFTEN)
            .with("replication", "{ max_slot_wal_keep_size: 32MB }");
    try (Product made = new Product(lab, site)) {
      product = made;
      product.done("provision", "orders");
      allIsWell();
      aRuleThatIsGoneIsFound();
      Child service = product.start("serve");
      pausedReplayIsFoundAndOver();
      anAcknowledgedFindingOutlivesTheService(service);
      aLostSlotIsFound();
    }
  }

  /** The same checks, without a service. */
  private void allIsWell() {
    Outcome check = product.run("check", "orders");
    assertThat(check.exit()).as(check.toString()).isZero();
    assertThat(check.out()).contains("OK orders standby-streaming/delta: delta streams");
  }

  private void pausedReplayIsFoundAndOver() {
    lab.sql("delta", "SELECT pg_wal_replay_pause()");
    JsonNode paused = await("replay-paused", ScheduledAuditIT::open);
    assertThat(paused.path("severity").asText()).isEqualTo("WARNING");
    assertThat(paused.path("node").asText()).isEqualTo("delta");
    lab.sql("alpha", "SELECT pg_logical_emit_message(false, 'x', repeat('x', 3000000))");
    await("replication-lag", finding -> finding.path("sentence").asText().contains("behind"));

    lab.sql("delta", "SELECT pg_wal_replay_resume()");
    await("replay-paused", ScheduledAuditIT::closed);
    await("replication-lag", ScheduledAuditIT::closed);
    JsonNode history = product.json("findings", "--id", paused.path("id").asText()).path("changes");
    assertThat(history.findValuesAsText("severity")).containsExactly("WARNING", "OK");
  }

  private void anAcknowledgedFindingOutlivesTheService(Child service) {
    lab.exec("delta", "systemctl stop postgresql@15-main");
    JsonNode idle = await("slot-inactive", ScheduledAuditIT::open);
    product.done(
        "acknowledge", "orders", "slot-inactive/delta", "--reason", "a test", "--until", "1h");
    service.kill();
    product.start("serve");
    await("slot-inactive", finding -> seen(finding).compareTo(seen(idle)) > 0);
    assertThat(finding("slot-inactive").path("id")).isEqualTo(idle.path("id"));
    assertAcknowledged();
  }

  private static String seen(JsonNode finding) {
    return finding.path("seen").asText();
  }

  /** It is found by the service that came after the first. */
  private void aLostSlotIsFound() {
    for (int i = 0; i < 4; i++) {
      lab.sql("alpha", "SELECT pg_logical_emit_message(false, 'x', repeat('x', 16000000))");
      lab.sql("alpha", "SELECT pg_switch_wal()");
    }
    lab.sql("alpha", "CHECKPOINT");
    await(
        "slot-lost",
        finding -> open(finding) && finding.path("severity").asText().equals("CRITICAL"));
    await("slot-inactive", ScheduledAuditIT::closed);
    assertThat(product.run("check", "orders", "slot-lost").exit()).isEqualTo(2);
  }

  private void aRuleThatIsGoneIsFound() {
    String file = "/etc/postgresql/15/main/pg_hba.conf";
    assertThat(product.run("check", "orders", "provisioning-drift").exit()).isZero();
    lab.exec("alpha", "cp -a " + file + " /root/; sed -i /understudy_replicator/d " + file);

    Outcome check = product.run("check", "orders", "provisioning-drift");

    assertThat(check.exit()).as(check.toString()).isEqualTo(1);
    assertThat(check.out()).contains("provisioning would change", "pg_hba.conf");
    lab.exec("alpha", "mv /root/pg_hba.conf " + file);
  }

  private JsonNode await(String check, Predicate<JsonNode> wanted) {
    Eventually.that(
        () -> check + " as wanted: " + finding(check), SOON, () -> wanted.test(finding(check)));
    return finding(check);
  }

  /** The newest of the check, as the store has it; empty where there was none. */
  private JsonNode finding(String check) {
    String row =
        product
            .records()
            .one(
                """
                SELECT json_object('id', id, 'status', status, 'severity', severity, 'node', node,
                  'sentence', sentence, 'seen', seen_at)
                FROM finding WHERE check_id = '%s' AND status <> 'pending'
                ORDER BY id DESC LIMIT 1"""
                    .formatted(check));
    return Json.read(row.isEmpty() ? "{}" : row);
  }

  private static boolean open(JsonNode finding) {
    return finding.path("status").asText().equals("open");
  }

  private static boolean closed(JsonNode finding) {
    return finding.path("status").asText().equals("closed");
  }

  private void assertAcknowledged() {
    for (JsonNode finding : product.json("findings", "orders")) {
      if (finding.path("check").asText().equals("slot-inactive")) {
        assertThat(finding.at("/silence/reason").asText()).isEqualTo("a test");
        return;
      }
    }
    throw new AssertionError("slot-inactive is not open");
  }
}
