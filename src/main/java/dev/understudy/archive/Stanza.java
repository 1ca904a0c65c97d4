package dev.understudy.archive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import dev.understudy.wal.SystemId;
import java.util.Optional;

/**
 * A stanza as {@code pgbackrest info --output=json} tells of it.
 *
 * @param systemId of the newest database that it is for; empty when there is no such stanza
 * @param version of PostgreSQL of that database, such as 15; empty when there is no such stanza
 * @param error why the repository could not be asked, in pgBackRest's words; empty when it was
 */
public record Stanza(Optional<SystemId> systemId, String version, String error) {
  /** The status by which pgBackRest says that it could not look. */
  private static final int OTHER = 99;

  /**
   * Reads what was printed for one stanza.
   *
   * @throws dev.understudy.common.UnderstudyException for a text that pgBackRest does not print
   */
  public static Stanza of(String text, String name) {
    for (JsonNode found : Json.read(text)) {
      if (found.path("name").asText().equals(name)) {
        return of(found);
      }
    }
    return new Stanza(Optional.empty(), "", "");
  }

  private static Stanza of(JsonNode found) {
    StringBuilder error = new StringBuilder();
    for (JsonNode repository : found.path("repo")) {
      if (repository.path("status").path("code").asInt() == OTHER) {
        error.append(repository.path("status").path("message").asText());
      }
    }
    JsonNode newest = null;
    for (JsonNode database : found.path("db")) {
      if (newest == null || newest.path("id").asLong() < database.path("id").asLong()) {
        newest = database;
      }
    }
    return newest == null
        ? new Stanza(Optional.empty(), "", error.toString())
        : new Stanza(
            Optional.of(SystemId.parse(newest.path("system-id").asText())),
            newest.path("version").asText(),
            error.toString());
  }
}
