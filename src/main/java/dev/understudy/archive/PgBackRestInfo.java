package dev.understudy.archive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import dev.understudy.wal.SegmentSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code pgbackrest info --output=json} prints: the only way into an encrypted repository. */
public final class PgBackRestInfo {
  private static final long SMALLEST = 1L << 20;
  private static final long LARGEST = 1L << 30;

  private PgBackRestInfo() {}

  /**
   * The finished backups of a stanza's newest database, oldest first; none of a stanza that is not
   * there.
   *
   * @throws dev.understudy.common.UnderstudyException for a text that pgBackRest does not print
   */
  public static List<Backup> backups(String text, String stanza, SegmentSize size) {
    List<Backup> backups = new ArrayList<>();
    for (JsonNode found : Json.read(text)) {
      if (found.path("name").asText().equals(stanza)) {
        long newest = newest(found);
        for (JsonNode backup : found.path("backup")) {
          if (backup.path("database").path("id").asLong() == newest) {
            Entries.printed(backup, size).ifPresent(backups::add);
          }
        }
      }
    }
    return List.copyOf(backups);
  }

  /**
   * The size of the segments, which nothing says where no server can be asked: told by the names of
   * segments and the positions in them. Empty without a backup that tells.
   */
  public static Optional<SegmentSize> segmentSize(String text, String stanza) {
    List<SegmentSize> sizes = new ArrayList<>();
    for (long bytes = SMALLEST; bytes <= LARGEST; bytes *= 2) {
      sizes.add(new SegmentSize(bytes));
    }
    for (JsonNode found : Json.read(text)) {
      if (found.path("name").asText().equals(stanza)) {
        long newest = newest(found);
        for (JsonNode backup : found.path("backup")) {
          if (backup.path("database").path("id").asLong() == newest) {
            sizes.removeIf(size -> !Entries.fits(backup, size));
          }
        }
      }
    }
    return sizes.size() == 1 ? Optional.of(sizes.get(0)) : Optional.empty();
  }

  private static long newest(JsonNode stanza) {
    long newest = 0;
    for (JsonNode database : stanza.path("db")) {
      newest = Math.max(newest, database.path("id").asLong());
    }
    return newest;
  }
}
