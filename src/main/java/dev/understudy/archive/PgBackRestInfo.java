package dev.understudy.archive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import dev.understudy.wal.SegmentSize;
import java.util.ArrayList;
import java.util.List;

/** What {@code pgbackrest info --output=json} prints: the only way into an encrypted repository. */
public final class PgBackRestInfo {
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

  private static long newest(JsonNode stanza) {
    long newest = 0;
    for (JsonNode database : stanza.path("db")) {
      newest = Math.max(newest, database.path("id").asLong());
    }
    return newest;
  }
}
