package dev.understudy.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.archive.ArchiverStats;
import dev.understudy.archive.PrimarySample;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.postgres.ArchiverSql;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.Psql;
import dev.understudy.steps.Node;
import dev.understudy.wal.Lsn;
import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.Timeline;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * What a primary says about its archiving.
 *
 * @param oldestReady when the oldest waiting segment was finished, by the service's clock
 */
record PrimaryLook(
    PrimarySample sample, SegmentSize size, Optional<Instant> oldestReady, ArchiverStats archiver) {

  /**
   * Asks the node.
   *
   * @throws dev.understudy.common.UnderstudyException when it cannot be asked, or is no primary
   */
  static PrimaryLook at(Node node, Instant now) {
    PgCluster cluster =
        node.findCluster()
            .orElseThrow(
                () -> new PreconditionException(node.name(), "PostgreSQL is not set up", null));
    JsonNode row = new Psql(node.host(), cluster).row(new ArchiverSql(cluster.dialect()).state());
    if (!row.path("lsn").isTextual()) {
      throw new PreconditionException(
          node.name(), node.name() + " is in recovery, although it is the primary", null);
    }
    PrimarySample sample =
        new PrimarySample(
            now,
            new Timeline(row.path("timeline").asLong()),
            Lsn.parse(row.path("lsn").asText()),
            row.path("ready").asLong(),
            free(node, cluster));
    JsonNode age = row.path("oldest_ready_s");
    return new PrimaryLook(
        sample,
        new SegmentSize(row.path("segment_size").asLong()),
        age.isNumber()
            ? Optional.of(now.minusMillis(Math.round(age.asDouble() * 1000)))
            : Optional.empty(),
        archiver(row));
  }

  private static ArchiverStats archiver(JsonNode row) {
    return new ArchiverStats(
        row.path("archiving").asBoolean(true),
        time(row.path("last_archived_time")),
        row.path("failed_count").asLong(),
        time(row.path("last_failed_time")),
        row.path("last_failed_wal").asText(""));
  }

  private static Optional<Instant> time(JsonNode value) {
    return value.isTextual()
        ? Optional.of(OffsetDateTime.parse(value.asText()).toInstant())
        : Optional.empty();
  }

  private static long free(Node node, PgCluster cluster) {
    String wal = cluster.dataDirectory() + "/" + cluster.dialect().walDirectory() + "/.";
    Command df = Command.script("df -B1 --output=avail " + Shell.quote(wal) + " | tail -n 1");
    return Long.parseLong(
        node.host().run(df.as(cluster.owner())).orThrow("ask for the free space").stdout().strip());
  }
}
