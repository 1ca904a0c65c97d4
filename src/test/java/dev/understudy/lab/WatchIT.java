package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import dev.understudy.wal.Lsn;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What happens to real servers and hosts, and how soon the watching says it. */
@OnLab
class WatchIT {
  /** A beat, an answer that does not come for two, and the test's own slowness. */
  private static final long SOON = 5;

  /** Over SSH, where a silent host costs the limit of a connection. */
  private static final long LATER = 20;

  private static final String WATCHERS =
      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'understudy watch'";

  /** Leaves the connections that are reserved for superusers, and the watcher's own. */
  private static final String CROWD =
      """
      cd /tmp; echo 'SELECT pg_sleep(60);' >crowd.sql
      runuser -u postgres -- pgbench -n -c 97 -T 60 -f crowd.sql postgres >/dev/null 2>&1 &
      """;

  private static final String POSTMASTER =
      "kill -KILL \"$(head -n 1 /var/lib/postgresql/15/main/postmaster.pid)\"";

  private Lab lab;
  private Child watching;

  @Test
  void everyTroubleIsSeenSoonAndUnderItsName(Lab given) {
    lab = given;
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    try (Product product = new Product(lab, new Site(lab, "alpha", "delta"))) {
      product.done("provision", "orders");
      servesAndEnds(product);
      watching = product.start("watch", "orders", "--json");
      allIsWell();
      replayIsPaused();
      theReceiverIsKilled();
      connectionsRunOut();
      theNetworkRejects();
      theNetworkDrops();
      theHostIsFrozen();
      thePostmasterIsKilled();
      thePowerIsLost();
      watching.signal("TERM");
      assertThat(watching.await(LATER).exit()).isZero();
    }
  }

  /** The whole service watches, and says goodbye. */
  private void servesAndEnds(Product product) {
    Child serve = product.start("serve");
    awaitWatchers("alpha", 1);
    awaitWatchers("delta", 1);
    serve.signal("TERM");
    assertThat(serve.await(LATER).exit()).isZero();
    awaitWatchers("alpha", 0);
  }

  private void awaitWatchers(String host, int count) {
    String wanted = Integer.toString(count);
    Eventually.that(count + " watch " + host, LATER, () -> lab.sql(host, WATCHERS).equals(wanted));
  }

  private void allIsWell() {
    JsonNode alpha = awaitReading("alpha", LATER, node -> role(node, "primary"));
    JsonNode delta = awaitReading("delta", SOON, WatchIT::streams);
    assertThat(delta.path("system_identifier")).isEqualTo(alpha.path("system_identifier"));
    assertThat(delta.path("timeline").asInt()).isEqualTo(1);
    assertThat(delta.path("message_ms").asLong(-1)).isBetween(0L, 60_000L);
    assertThat(delta.path("upstream").asText()).isEqualTo(lab.ip("alpha"));
    assertThat(alpha.path("senders").get(0).asText()).isEqualTo("delta");
    assertThat(alpha.path("slots").asInt()).isEqualTo(1);
    JsonNode host = awaitHost("alpha", seen -> seen.has("postmaster"));
    assertThat(host.path("unit_state").asText()).isEqualTo("active/running");
    assertThat(host.path("control_state").asText()).isEqualTo("in production");
    assertThat(host.path("data_free_bytes").asLong()).isGreaterThan(1L << 30);
    assertThat(host.path("boot_id").asText()).hasSize(36);
  }

  private static boolean role(JsonNode node, String role) {
    return node.path("role").asText().equals(role);
  }

  private static boolean streams(JsonNode node) {
    return node.path("receiver").asText().equals("streaming");
  }

  private void replayIsPaused() {
    lab.sql("delta", "SELECT pg_wal_replay_pause()");
    lab.sql("alpha", "SELECT pg_logical_emit_message(false, 'x', repeat('x', 3000000))");
    awaitReading(
        "delta", SOON, node -> node.path("paused").asBoolean() && behind(node) > 1_000_000);
    lab.sql("delta", "SELECT pg_wal_replay_resume()");
    awaitReading("delta", SOON, node -> !node.path("paused").asBoolean() && behind(node) == 0);
  }

  private static long behind(JsonNode node) {
    return Lsn.parse(node.path("received").asText())
        .minus(Lsn.parse(node.path("replayed").asText()));
  }

  private void theReceiverIsKilled() {
    lab.verb("refuse", "alpha", "5432", "--from", "delta");
    lab.exec("delta", "pkill -TERM -f '[p]ostgres: .*walreceiver' || true");
    awaitReading("delta", SOON, node -> !node.has("receiver"));
    // Its sender on the primary may outlive it by wal_sender_timeout.
    lab.verb("accept", "alpha", "5432");
    awaitReading("delta", LATER, WatchIT::streams);
  }

  private void connectionsRunOut() {
    lab.exec("alpha", CROWD);
    awaitReading("alpha", LATER, node -> node.path("connections").asInt() >= 98);
    lab.exec("alpha", "pkill -TERM -f '[p]ostgres: .*understudy_monitor'");
    awaitTrouble("alpha", SOON, "too many connections");
    lab.sql(
        "alpha",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pgbench'");
    awaitReading("alpha", SOON, node -> role(node, "primary"));
  }

  private void theNetworkRejects() {
    lab.verb("refuse", "alpha", "5432", "--from", "controller");
    awaitTrouble("alpha", SOON, "refused");
    assertThat(node("alpha").path("reading_ms").asLong()).isPositive();
    lab.verb("accept", "alpha", "5432");
    awaitReading("alpha", SOON, node -> role(node, "primary"));
  }

  /** Seen from here it is gone; its standby says otherwise. */
  private void theNetworkDrops() {
    lab.verb("cut", "controller", "alpha");
    awaitTrouble("alpha", SOON, "timed out", "unreachable");
    awaitReading("delta", SOON, WatchIT::streams);
    await("alpha", LATER, node -> node.has("host_trouble"));
    lab.verb("heal", "controller", "alpha");
    awaitReading("alpha", SOON, node -> role(node, "primary"));
  }

  private void theHostIsFrozen() {
    lab.verb("freeze", "alpha");
    JsonNode frozen = awaitTrouble("alpha", SOON, "timed out");
    assertThat(frozen.path("reading_ms").asLong()).isGreaterThan(1000);
    lab.verb("thaw", "alpha");
    awaitReading("alpha", SOON, node -> node.path("reading_ms").asLong() < 2000);
  }

  private void thePostmasterIsKilled() {
    lab.exec("alpha", POSTMASTER);
    awaitTrouble("alpha", SOON, "refused");
    JsonNode host = awaitHost("alpha", seen -> !seen.has("postmaster"));
    assertThat(host.path("control_state").asText()).isEqualTo("in production");
    lab.exec("alpha", "systemctl restart --no-block postgresql@15-main");
    awaitReading("alpha", LATER, node -> role(node, "primary"));
    awaitReading("delta", LATER, WatchIT::streams);
  }

  private void thePowerIsLost() {
    lab.verb("power-off", "delta");
    awaitTrouble("delta", SOON, "timed out", "unreachable");
    awaitReading("alpha", SOON, node -> role(node, "primary"));
  }

  private JsonNode awaitReading(String name, long seconds, Predicate<JsonNode> wanted) {
    return await(
        name, seconds, node -> node.has("role") && !node.has("trouble") && wanted.test(node));
  }

  private JsonNode awaitTrouble(String name, long seconds, String... failures) {
    return await(name, seconds, node -> List.of(failures).contains(node.path("trouble").asText()));
  }

  private JsonNode awaitHost(String name, Predicate<JsonNode> wanted) {
    return await(name, LATER, node -> node.has("host") && wanted.test(node.path("host")))
        .path("host");
  }

  private JsonNode await(String name, long seconds, Predicate<JsonNode> wanted) {
    Eventually.that(
        () -> name + " as wanted: " + node(name), seconds, () -> wanted.test(node(name)));
    return node(name);
  }

  /** As of the last whole line that was printed. */
  private JsonNode node(String name) {
    List<String> lines = watching.soFar().lines().filter(line -> line.endsWith("]}")).toList();
    if (lines.isEmpty()) {
      return Json.read("{}");
    }
    for (JsonNode node : Json.read(lines.get(lines.size() - 1)).path("nodes")) {
      if (node.path("node").asText().equals(name)) {
        return node;
      }
    }
    throw new AssertionError("no node " + name);
  }
}
