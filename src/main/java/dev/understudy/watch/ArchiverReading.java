package dev.understudy.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * How archiving goes, as pg_stat_archiver tells.
 *
 * @param lastArchived the newest segment that was archived; empty when none was since the
 *     statistics began
 * @param lastArchivedAt by the server's clock, as it writes it; empty likewise
 * @param lastFailed the segment whose archiving failed last; empty when none failed
 */
public record ArchiverReading(
    long archived,
    String lastArchived,
    String lastArchivedAt,
    long failed,
    String lastFailed,
    String lastFailedAt) {
  static Optional<ArchiverReading> of(JsonNode row) {
    return row.isObject()
        ? Optional.of(
            new ArchiverReading(
                row.path("archived_count").asLong(),
                text(row, "last_archived_wal"),
                text(row, "last_archived_time"),
                row.path("failed_count").asLong(),
                text(row, "last_failed_wal"),
                text(row, "last_failed_time")))
        : Optional.empty();
  }

  private static String text(JsonNode row, String field) {
    return row.path(field).isNull() ? "" : row.path(field).asText();
  }
}
