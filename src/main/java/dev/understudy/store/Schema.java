package dev.understudy.store;

import dev.understudy.common.ErrorClass;
import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The tables' version against the migrations that this program brings along. */
final class Schema {
  private static final String HISTORY = "flyway_schema_history";

  private Schema() {}

  /**
   * Brings the tables up to date, all or nothing. Tables that are so already are left to
   * themselves: Flyway takes longer to find nothing to do than all the rest of the store to open.
   *
   * @throws StoreException when the file was made by a newer version or cannot be migrated
   */
  static void migrate(Path file) {
    refuseNewer(file, version(file));
    if (!complete(file)) {
      Migrating.migrate(file, HISTORY);
    }
  }

  /**
   * Without Flyway, which takes longer to start than most commands to run.
   *
   * @throws StoreException when the tables are older or newer than this program knows them
   */
  static void requireCurrent(Path file) {
    int version = version(file);
    refuseNewer(file, version);
    if (version < Migrations.newest()) {
      throw new StoreException(
          ErrorClass.PRECONDITION,
          file,
          "the store %s was written by an older version (schema %d)".formatted(file, version),
          "Start the service of this version once; it brings the store up to date.",
          null);
    }
  }

  private static void refuseNewer(Path file, int version) {
    if (version > Migrations.newest()) {
      throw new StoreException(
          ErrorClass.PRECONDITION,
          file,
          "the store %s was written by a newer version (schema %d)".formatted(file, version),
          "Use that version, or restore a backup made before the upgrade.",
          null);
    }
  }

  /** The number of the last migration made; 0 without any. */
  private static int version(Path file) {
    return Databases.readOnce(file)
        .withHandle(handle -> hasHistory(handle) ? newestMade(handle) : 0);
  }

  /** Whether exactly the migrations known here were made, unchanged and with success. */
  private static boolean complete(Path file) {
    return Databases.readOnce(file)
        .withHandle(handle -> hasHistory(handle) && made(handle).equals(Migrations.known()));
  }

  private static List<String> made(Handle handle) {
    return handle
        .createQuery(
            "SELECT version || ' ' || checksum || CASE WHEN success THEN '' ELSE ' failed' END FROM "
                + HISTORY
                + " ORDER BY installed_rank")
        .mapTo(String.class)
        .list();
  }

  private static boolean hasHistory(Handle handle) {
    return handle
        .createQuery("SELECT count(*) FROM sqlite_schema WHERE name = :name")
        .bind("name", HISTORY)
        .mapTo(Boolean.class)
        .one();
  }

  private static int newestMade(Handle handle) {
    return handle
        .createQuery("SELECT coalesce(max(CAST(version AS INTEGER)), 0) FROM " + HISTORY)
        .mapTo(Integer.class)
        .one();
  }
}
