package dev.understudy.workflow;

import dev.understudy.workflow.definition.Definition;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** The table {@code definition}. */
final class DefinitionTable {
  private DefinitionTable() {}

  /** A workflow text that a run is pinned to. */
  record Stored(String source, String text) {}

  static void keep(Handle handle, Definition definition, Instant at) {
    handle
        .createUpdate(
            """
            INSERT INTO definition (hash, name, source, text, stored_at)
            VALUES (:hash, :name, :source, :text, :at) ON CONFLICT (hash) DO NOTHING
            """)
        .bind("hash", definition.hash())
        .bind("name", definition.name())
        .bind("source", definition.source())
        .bind("text", definition.text())
        .bind("at", Times.text(at))
        .execute();
  }

  static Stored get(Handle handle, String hash) {
    return handle
        .createQuery("SELECT source, text FROM definition WHERE hash = :hash")
        .bind("hash", hash)
        .map((row, context) -> new Stored(row.getString("source"), row.getString("text")))
        .one();
  }
}
