package dev.understudy.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.understudy.common.Finding;
import dev.understudy.common.Measure;
import dev.understudy.common.Sizes;
import dev.understudy.config.CheckId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Transactions that hold back vacuum and WAL, and ids that run out. Pure. */
final class Transactions {
  /** After so many ids a server takes no writes any more (PostgreSQL's xidStopLimit, about). */
  private static final long ALL_IDS = 1L << 31;

  private Transactions() {}

  static List<Finding> of(ServerFacts facts, String node, ServerLook.Facts seen) {
    List<Finding> findings = new ArrayList<>();
    findings.add(oldest(facts, node, seen.transaction()));
    if (node.equals(facts.primary())) {
      findings.add(prepared(facts, node, seen.prepared()));
      findings.add(ids(facts, node, seen.id()));
    }
    return findings;
  }

  private static Finding oldest(ServerFacts facts, String node, ArrayNode rows) {
    CheckId check = CheckId.LONG_TRANSACTION;
    if (rows.isEmpty()) {
      return Finding.ok(check.id(), "no transaction is open on " + node).on(node);
    }
    JsonNode row = rows.get(0);
    Duration age = Duration.ofSeconds(Math.max(0, row.path("seconds").asLong()));
    return new Finding(
            check.id(),
            facts.limits(check).upTo(age.toMillis()),
            "on %s a transaction of %s in %s is open for %s (pid %d, %s)"
                .formatted(
                    node,
                    ServerLook.text(row, "usename"),
                    ServerLook.text(row, "datname"),
                    Sizes.time(age),
                    row.path("pid").asInt(),
                    ServerLook.text(row, "state")))
        .with(Measure.of("oldest_transaction", age.toSeconds(), Measure.Unit.SECONDS))
        .on(node);
  }

  private static Finding prepared(ServerFacts facts, String node, ArrayNode rows) {
    CheckId check = CheckId.PREPARED_TRANSACTION;
    if (rows.isEmpty()) {
      return Finding.ok(check.id(), "no transaction is prepared on " + node).on(node);
    }
    JsonNode row = rows.get(0);
    Duration age = Duration.ofSeconds(Math.max(0, row.path("seconds").asLong()));
    return new Finding(
            check.id(),
            facts.limits(check).upTo(age.toMillis()),
            "on %s %s in %s is prepared for %s"
                .formatted(
                    node,
                    ServerLook.text(row, "gid"),
                    ServerLook.text(row, "database"),
                    Sizes.time(age)))
        .on(node);
  }

  private static Finding ids(ServerFacts facts, String node, ArrayNode rows) {
    CheckId check = CheckId.TRANSACTION_ID_AGE;
    if (rows.isEmpty()) {
      return Finding.unknown(check.id(), node + " tells of no database").on(node);
    }
    JsonNode row = rows.get(0);
    long percent = 100 * row.path("age").asLong() / ALL_IDS;
    return facts
        .limits(check)
        .finding(
            node,
            percent,
            "the oldest transaction id of %s is %d ids old, %d %% of what there are"
                .formatted(ServerLook.text(row, "datname"), row.path("age").asLong(), percent),
            Measure.of("transaction_id_age_percent", percent, Measure.Unit.COUNT));
  }
}
