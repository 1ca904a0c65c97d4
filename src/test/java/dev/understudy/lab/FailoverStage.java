package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two nodes that fail over by themselves, fenced by ssh and by a lease of 3 s, a service that
 * watches them, and two clients, one on either host, which no cut of the network parts from their
 * server.
 */
final class FailoverStage implements AutoCloseable {
  static final String OLD = "alpha";
  static final String NEW = "delta";
  private static final long SOON = 90;
  private static final String FAILOVER =
      "{ automatic: true, unreachable_for: 3s, fencing: [ssh, lease], lease: 3s, check: 500ms,"
          + " quiet_period: 0s }";

  private final Lab lab;
  private final Product product;
  private Child service;
  private AcknowledgedWrites onOld;
  private AcknowledgedWrites onNew;

  private FailoverStage(Lab lab) {
    this.lab = lab;
    this.product = new Product(lab, new Site(lab, OLD, NEW).with("failover", FAILOVER));
  }

  /** All is well, a whole span of detection was watched, and rows are written. */
  static FailoverStage ready(Lab lab) {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    FailoverStage stage = new FailoverStage(lab);
    stage.product.done("provision", "orders");
    stage.serve();
    stage.onOld = AcknowledgedWrites.start(lab, OLD);
    stage.onNew = AcknowledgedWrites.beside(lab, NEW, 1_000_000);
    stage.awaitHealthy();
    return stage;
  }

  void serve() {
    service = product.start("serve");
    Eventually.that(
        () -> "the service renews: " + service.soFar(),
        SOON,
        () -> lab.exec(OLD, "understudy-guard status orders").contains("s more"));
  }

  Child service() {
    return service;
  }

  Product product() {
    return product;
  }

  void awaitHealthy() {
    awaitVerdict("healthy");
  }

  void awaitVerdict(String code) {
    Eventually.that(
        () -> "the verdict is " + code + "; it is " + verdict(),
        SOON,
        () -> verdict().path("code").asText().equals(code));
  }

  JsonNode verdict() {
    return product.json("explain", "orders").path("verdict");
  }

  /** The old primary goes on to acknowledge rows, and nobody began a failover. */
  void requireServing() {
    onOld.awaitMoreOn(OLD);
    assertThat(onNew.acknowledged()).as("rows that the standby acknowledged").isZero();
    product
        .json("runs")
        .forEach(run -> assertThat(run.path("workflow").asText()).isNotEqualTo("failover"));
  }

  /** The standby acknowledges rows. */
  void awaitTakeOver() {
    try {
      onNew.awaitMoreOn(NEW);
    } catch (AssertionError e) {
      throw new AssertionError(service.soFar() + product.run("runs"), e);
    }
  }

  /** For how long the standby has acknowledged rows by now. */
  Duration sinceTakeOver() {
    return Duration.ofNanos(System.nanoTime()).minus(onNew.first());
  }

  /**
   * The old primary is a standby of the new one again, and both have been asked who had which rows.
   *
   * @param scene as the figures name it
   * @param together for how long both may have acknowledged rows
   */
  void requireOneHistory(String scene, Duration together) {
    Eventually.that(
        () -> "the old primary follows: " + service.soFar(), 180, () -> lab.streams(OLD));
    onOld.stop();
    onNew.stop();
    Duration pause = onNew.first().minus(onOld.lastBefore(onNew.first()));
    Duration overlap = onOld.last().minus(onNew.first());
    Map<String, Object> figures = new TreeMap<>();
    figures.put("scene", scene);
    figures.put("without_writes_ms", pause.toMillis());
    figures.put("both_acknowledged_ms", Math.max(0, overlap.toMillis()));
    figures.put("acknowledged", onOld.acknowledged());
    figures.put("lost", onOld.missingOn(NEW).size());
    figures.put("explained", explained());
    System.out.println("figures failover " + Json.write(figures));
    assertThat(overlap).as(figures.toString()).isLessThanOrEqualTo(together);
    assertThat(lab.sql(NEW, "SELECT pg_is_in_recovery()")).isEqualTo("f");
    assertThat(lab.sql(OLD, "SELECT pg_is_in_recovery()")).isEqualTo("t");
  }

  /** Acknowledged rows of the old primary that the new one does not have. */
  int lost() {
    return onOld.missingOn(NEW).size();
  }

  /** The verdict that started the failover. */
  private String explained() {
    JsonNode answer = product.json("explain", "orders");
    String[] code = {""};
    answer
        .path("before")
        .forEach(v -> code[0] = v.path("started").has("run") ? v.path("code").asText() : code[0]);
    JsonNode now = answer.path("verdict");
    return now.path("started").has("run") ? now.path("code").asText() : code[0];
  }

  @Override
  public void close() {
    if (onOld != null) {
      onOld.close();
      onNew.close();
    }
    product.close();
  }
}
