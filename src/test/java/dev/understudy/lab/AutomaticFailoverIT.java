package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * With nobody at the keyboard: the primary's server is killed under a writer, and another node
 * takes over without a row lost, and the old primary follows it. Then the new primary's host loses
 * its power: with ssh alone there is no proof, and nobody is promoted.
 */
@OnLab
class AutomaticFailoverIT {
  private static final long SOON = 60;
  private static final long SPAN_NANOS = 6_000_000_000L;
  private static final String KILL =
      "kill -KILL \"$(head -n 1 /var/lib/postgresql/15/main/postmaster.pid)\"";

  private Lab lab;
  private Product product;

  @Test
  void aKilledPrimaryIsReplacedAndALostOneOnlyWithProof(Lab given) {
    lab = given;
    lab.fresh("alpha=pg15", "delta=pg15,nocluster", "echo=pg15,nocluster");
    Site site =
        new Site(lab, "alpha", "delta", "echo")
            .with(
                "failover",
                "{ automatic: true, unreachable_for: 5s, fencing: [ssh], quiet_period: 0s }");
    try (Product made = new Product(lab, site)) {
      product = made;
      product.done("provision", "orders");
      try (Child serve = product.start("serve")) {
        awaitVerdict("healthy");
        long since = System.nanoTime();
        Eventually.that(
            "a whole span is watched", SOON, () -> System.nanoTime() - since > SPAN_NANOS);
        killed();
        JsonNode status = product.json("status", "orders");
        String primary = status.path("primary").asText();
        assertThat(primary).isIn("delta", "echo");
        String standby = primary.equals("delta") ? "echo" : "delta";
        Eventually.that(standby + " follows", SOON, () -> lab.streams(standby));
        Eventually.that("the old primary is back, by itself", SOON, () -> lab.streams("alpha"));
        powerIsLost(primary, standby);
        serve.signal("TERM");
        assertThat(serve.await(SOON).exit()).isZero();
      }
    }
  }

  private void killed() {
    try (AcknowledgedWrites writes = AcknowledgedWrites.start(lab, "alpha", "delta", "echo")) {
      writes.awaitMoreOn("alpha");
      lab.exec("alpha", KILL);
      Eventually.that("another one takes over", SOON, () -> !primary().equals("alpha"));
      writes.awaitMoreOn(primary());
      writes.stop();
      System.out.printf(
          "automatic failover after SIGKILL: %d ms without writes%n",
          writes.longestPause().toMillis());
      assertThat(writes.missingOn(primary())).isEmpty();
    }
    JsonNode started = awaitChange(v -> v.path("started").has("run"));
    assertThat(started.path("code").asText()).isEqualTo("postgresql down");
    assertThat(started.path("evidence").toString()).contains("the postmaster was killed");
    tellTimes(started);
  }

  /** Where the time goes, for whoever reads the test's output. */
  private void tellTimes(JsonNode verdict) {
    JsonNode run = product.json("run", "show", verdict.path("started").path("run").asText());
    System.out.println("  verdict " + verdict.path("at").asText() + " " + verdict.path("evidence"));
    run.path("steps")
        .forEach(
            step ->
                System.out.printf(
                    "  %s %s %s to %s%n",
                    step.path("id").asText(),
                    step.path("node").asText(),
                    step.path("started").asText(),
                    step.path("finished").asText()));
  }

  private void powerIsLost(String primary, String standby) {
    awaitVerdict("healthy");
    lab.verb("power-off", primary);
    JsonNode started =
        awaitChange(
            v -> v.path("started").has("run") && v.path("code").asText().equals("host lost"));
    String run = started.path("started").path("run").asText();
    assertThat(started.path("evidence").toString()).contains(standby, "comes to nothing");
    Eventually.that("the run fails", SOON, () -> failed(run));
    assertThat(product.json("run", "show", run).toString()).contains("--force");
    assertThat(lab.sql(standby, "SELECT pg_is_in_recovery()")).isEqualTo("t");
    JsonNode explained = product.json("explain", "orders");
    assertThat(explained.path("verdict").path("code").asText()).isEqualTo("host lost");
    assertThat(explained.path("prospect").path("obstacles").toString()).contains(run);
  }

  private boolean failed(String run) {
    return product.json("run", "show", run).path("status").asText().equals("failed");
  }

  private String primary() {
    return product.json("status", "orders").path("primary").asText("alpha");
  }

  private void awaitVerdict(String code) {
    Eventually.that(
        "the verdict is " + code,
        SOON,
        () -> product.json("explain", "orders").path("verdict").path("code").asText().equals(code));
  }

  /** A verdict of the last ten minutes. */
  private JsonNode awaitChange(Predicate<JsonNode> wanted) {
    JsonNode[] found = new JsonNode[2];
    Eventually.that(
        () -> "a verdict is written down; there is " + found[1],
        SOON,
        () -> {
          found[1] = product.json("explain", "orders");
          found[1].path("before").forEach(v -> found[0] = wanted.test(v) ? v : found[0]);
          JsonNode verdict = found[1].path("verdict");
          found[0] = wanted.test(verdict) ? verdict : found[0];
          return found[0] != null;
        });
    return found[0];
  }
}
