package dev.understudy.store;

import dev.understudy.common.ErrorClass;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings tables up to date, by Flyway. */
final class Migrating {
  private Migrating() {}

  /**
   * All or nothing.
   *
   * @param history the table that tells which migrations were made
   * @throws StoreException when the file cannot be migrated
   */
  static void migrate(Path file, String history) {
    try {
      Flyway.configure(Migrating.class.getClassLoader())
          .dataSource(Databases.plainWriter(file))
          .locations("classpath:db/migrations")
          .table(history)
          .failOnMissingLocations(true)
          .validateMigrationNaming(true)
          .cleanDisabled(true)
          .group(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw StoreErrors.translate(file, e).orElseGet(() -> unusable(file, e));
    }
  }

  private static StoreException unusable(Path file, FlywayException cause) {
    return new StoreException(
        ErrorClass.PRECONDITION,
        file,
        "the tables of " + file + " cannot be used: " + cause.getMessage(),
        null,
        cause);
  }
}
