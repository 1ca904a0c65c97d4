package dev.understudy.archive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.wal.Lsn;
import dev.understudy.wal.SegmentName;
import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads base backups from the JSON that pgBackRest writes about them, in two dialects. */
final class Entries {
  private Entries() {}

  /**
   * An entry of {@code backup.info}.
   *
   * @return empty for one without WAL, as backups without archiving are
   */
  static Optional<Backup> stored(String label, JsonNode entry, SegmentSize size) {
    return backup(
        label,
        new Places(
            entry.path("backup-type"),
            entry.path("backup-reference"),
            entry.path("backup-archive-start"),
            entry.path("backup-archive-stop"),
            entry.path("backup-lsn-start"),
            entry.path("backup-lsn-stop"),
            entry.path("backup-timestamp-start"),
            entry.path("backup-timestamp-stop"),
            entry.path("backup-info-size"),
            entry.path("backup-error")),
        size);
  }

  /** An entry of {@code pgbackrest info --output=json}. */
  static Optional<Backup> printed(JsonNode entry, SegmentSize size) {
    return backup(
        entry.path("label").asText(),
        new Places(
            entry.path("type"),
            entry.path("reference"),
            entry.path("archive").path("start"),
            entry.path("archive").path("stop"),
            entry.path("lsn").path("start"),
            entry.path("lsn").path("stop"),
            entry.path("timestamp").path("start"),
            entry.path("timestamp").path("stop"),
            entry.path("info").path("size"),
            entry.path("error")),
        size);
  }

  /** Whether the position in an entry of {@code info} lies in its segment, were it of that size. */
  static boolean fits(JsonNode entry, SegmentSize size) {
    JsonNode start = entry.path("archive").path("start");
    return !start.isTextual()
        || lsn(entry.path("lsn").path("start"))
            .map(at -> SegmentName.of(timeline(start.asText()), at, size).toString())
            .map(start.asText()::equals)
            .orElse(true);
  }

  private static Timeline timeline(String segment) {
    return Timeline.parseHex(segment.substring(0, 8));
  }

  private record Places(
      JsonNode type,
      JsonNode references,
      JsonNode start,
      JsonNode stop,
      JsonNode startLsn,
      JsonNode stopLsn,
      JsonNode started,
      JsonNode stopped,
      JsonNode size,
      JsonNode failed) {}

  private static Optional<Backup> backup(String label, Places at, SegmentSize size) {
    if (!at.start().isTextual() || !at.stop().isTextual()) {
      return Optional.empty();
    }
    SegmentName start = SegmentName.parse(at.start().asText(), size);
    SegmentName stop = SegmentName.parse(at.stop().asText(), size);
    List<String> references = new ArrayList<>();
    at.references().forEach(reference -> references.add(reference.asText()));
    return Optional.of(
        new Backup(
            label,
            type(at.type().asText()),
            references,
            start,
            stop,
            lsn(at.startLsn()).orElse(start.start()),
            // Releases that did not write positions down say the segment; its end is certain.
            lsn(at.stopLsn()).orElseGet(() -> stop.start().plus(size.bytes())),
            Instant.ofEpochSecond(at.started().asLong()),
            Instant.ofEpochSecond(at.stopped().asLong()),
            at.size().asLong(),
            at.failed().asBoolean()));
  }

  private static Optional<Lsn> lsn(JsonNode value) {
    return value.isTextual() ? Optional.of(Lsn.parse(value.asText())) : Optional.empty();
  }

  private static Backup.Type type(String text) {
    return switch (text) {
      case "full" -> Backup.Type.FULL;
      case "diff" -> Backup.Type.DIFFERENTIAL;
      default -> Backup.Type.INCREMENTAL;
    };
  }
}
