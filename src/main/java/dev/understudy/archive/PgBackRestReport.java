package dev.understudy.archive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import dev.understudy.wal.SegmentSize;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stanza as {@code pgbackrest --output=json info} tells of it to a host.
 *
 * @param archiveId the folder of the newest database's WAL, such as {@code 15-1}; empty before the
 *     first segment
 * @param backups finished ones of the newest database, oldest first
 * @param runs by label, the run that took the backup, for those that runs took
 * @param busy whether a backup is being taken on this very host, or expires
 */
public record PgBackRestReport(
    Stanza stanza, String archiveId, List<Backup> backups, Map<String, String> runs, boolean busy) {
  /** The annotation that says which run took a backup. */
  public static final String RUN = "understudy-run";

  public PgBackRestReport {
    backups = List.copyOf(backups);
    runs = Map.copyOf(runs);
  }

  /**
   * @throws dev.understudy.common.UnderstudyException for a text that pgBackRest does not print
   */
  public static PgBackRestReport of(String text, String name, SegmentSize size) {
    Stanza stanza = Stanza.of(text, name);
    List<Backup> backups = PgBackRestInfo.backups(text, name, size);
    Map<String, String> runs = new HashMap<>();
    String archive = "";
    boolean busy = false;
    for (JsonNode found : Json.read(text)) {
      if (found.path("name").asText().equals(name)) {
        found.path("backup").forEach(backup -> run(backup, runs));
        archive = archive(found);
        busy = found.path("status").path("lock").path("backup").path("held").asBoolean();
      }
    }
    return new PgBackRestReport(stanza, archive, backups, runs, busy);
  }

  /** The backup that a run took; the newest, should it have taken several. */
  public Optional<Backup> takenBy(String run) {
    return backups.stream()
        .filter(backup -> run.equals(runs.get(backup.label())))
        .reduce((older, newer) -> newer);
  }

  private static void run(JsonNode backup, Map<String, String> runs) {
    String run = backup.path("annotation").path(RUN).asText();
    if (!run.isEmpty()) {
      runs.put(backup.path("label").asText(), run);
    }
  }

  private static String archive(JsonNode stanza) {
    String id = "";
    long newest = -1;
    for (JsonNode archive : stanza.path("archive")) {
      long database = archive.path("database").path("id").asLong();
      if (database > newest) {
        newest = database;
        id = archive.path("id").asText();
      }
    }
    return id;
  }
}
