package dev.understudy.store;

import dev.understudy.common.ErrorClass;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;

/** The tables' version against the migrations that this program brings along. */
final class Schema {
  private Schema() {}

  /**
   * Brings the tables up to date, all or nothing.
   *
   * @throws StoreException when the file was made by a newer version or cannot be migrated
   */
  static void migrate(Path file) {
    attempt(
        file,
        () -> {
          Flyway flyway = flyway(Databases.plainWriter(file));
          refuseNewer(file, flyway.info());
          flyway.migrate();
        });
  }

  /**
   * @throws StoreException when the tables are older or newer than this program knows them
   */
  static void requireCurrent(Path file) {
    attempt(
        file,
        () -> {
          MigrationInfoService info = flyway(Databases.plainReader(file)).info();
          refuseNewer(file, info);
          if (info.pending().length > 0) {
            throw new StoreException(
                ErrorClass.PRECONDITION,
                file,
                "the store " + file + " was written by an older version",
                "Start the service of this version once; it brings the store up to date.",
                null);
          }
        });
  }

  private static void refuseNewer(Path file, MigrationInfoService info) {
    Arrays.stream(info.applied())
        .filter(migration -> migration.getState().name().startsWith("FUTURE"))
        .map(MigrationInfo::getVersion)
        .findFirst()
        .ifPresent(
            version -> {
              throw new StoreException(
                  ErrorClass.PRECONDITION,
                  file,
                  "the store %s was written by a newer version (schema %s)"
                      .formatted(file, version),
                  "Use that version, or restore a backup made before the upgrade.",
                  null);
            });
  }

  private static Flyway flyway(DataSource source) {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:db/migrations")
        .failOnMissingLocations(true)
        .validateMigrationNaming(true)
        .cleanDisabled(true)
        .group(true)
        .load();
  }

  private static void attempt(Path file, Runnable act) {
    try {
      act.run();
    } catch (FlywayException e) {
      throw StoreErrors.translate(file, e)
          .orElseGet(
              () ->
                  new StoreException(
                      ErrorClass.PRECONDITION,
                      file,
                      "the tables of " + file + " cannot be used: " + e.getMessage(),
                      null,
                      e));
    }
  }
}
