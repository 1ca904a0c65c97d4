package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.understudy.common.ErrorClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnusableStoreTest {
  @TempDir Path data;

  @Test
  void aMissingStoreIsNotReadAndNotMade() {
    assertThat(failure(() -> Store.openForReading(data))).hasMessageContaining("no store in");
    assertThat(failure(() -> Store.shortWrite(data, h -> h.execute("SELECT 1"))))
        .hasMessageContaining("no store in");
    assertThat(Store.file(data)).doesNotExist();
  }

  @Test
  void aStoreOfANewerVersionIsRefusedAndLeftAlone() {
    sql(
        "INSERT INTO flyway_schema_history VALUES"
            + " (99, '99', 'later', 'SQL', 'x', 1, 'me', '2026-01-31 12:00:00.000', 1, 1)");
    assertThat(failure(() -> Store.openForWriting(data)))
        .hasMessageContaining("newer version (schema 99)");
    assertThat(failure(() -> Store.openForReading(data)))
        .hasMessageContaining("newer version (schema 99)");
    assertThat(failure(() -> Store.shortWrite(data, h -> h.execute("SELECT 1"))))
        .hasMessageContaining("newer version (schema 99)");
    assertThat(Store.lockHolder(data)).isEmpty();
  }

  @Test
  void aStoreOfAnOlderVersionIsNotReadButBroughtUpToDate() {
    sql("DELETE FROM flyway_schema_history WHERE installed_rank >= 2");
    dropAllOfLaterMigrations();
    assertThat(failure(() -> Store.openForReading(data))).hasMessageContaining("older version");
    try (Store store = Store.openForWriting(data)) {
      assertThat(store.owner()).isNotEmpty();
    }
  }

  @Test
  void aChangedMigrationIsToldByName() {
    sql("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '2'");
    assertThat(failure(() -> Store.openForWriting(data))).hasMessageContaining("version 2");
  }

  @Test
  void aMigrationThatFailedIsToldByName() {
    sql("UPDATE flyway_schema_history SET success = 0 WHERE version = '3'");
    assertThat(failure(() -> Store.openForWriting(data))).hasMessageContaining("version 3");
  }

  @Test
  void aFileThatIsNoDatabaseIsCalledDamaged() throws Exception {
    Files.writeString(Store.file(data), "this is not a database, and it is long enough".repeat(99));
    assertThat(failure(() -> Store.openForWriting(data))).hasMessageContaining("is damaged");
    assertThat(failure(() -> Store.openForReading(data))).hasMessageContaining("is damaged");
    assertThat(Store.lockHolder(data)).isEmpty();
  }

  @Test
  void damagedPagesAreCalledDamagedWhenTheyAreRead() throws Exception {
    sql("SELECT 1");
    byte[] bytes = Files.readAllBytes(Store.file(data));
    Arrays.fill(bytes, 4096, bytes.length, (byte) 0x5a);
    Files.write(Store.file(data), bytes);
    assertThat(failure(() -> Store.openForWriting(data))).hasMessageContaining("is damaged");
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNamed() throws Exception {
    Path file = Files.writeString(data.resolve("file"), "in the way");
    StoreException failure = failure(() -> Store.openForWriting(file.resolve("data")));
    assertThat(failure).hasMessageContaining(file.resolve("data").toString());
    assertThat(failure.remedy()).isNotEmpty();
    // No permission at all is needed for this, so it holds for the superuser, too.
    assertThat(failure(() -> Store.openForWriting(Path.of("/proc/understudy"))))
        .hasMessageContaining("cannot make the data directory");
  }

  @Test
  void aFullDiskIsCalledThatAndNothingIsHalfWritten() {
    try (Store store = Store.openForWriting(data)) {
      store.writer().useHandle(h -> h.execute("PRAGMA max_page_count = 1"));
      StoreException failure =
          failure(
              () ->
                  store
                      .writer()
                      .useTransaction(
                          h -> {
                            h.execute("INSERT INTO cluster VALUES ('c', 1, 'a', '7', '', '')");
                            h.execute(
                                "INSERT INTO node VALUES ('c', 'n', ?, '', 1, '', '')",
                                "x".repeat(100_000));
                          }));
      assertThat(failure.errorClass()).isEqualTo(ErrorClass.NO_SPACE);
      assertThat(failure).hasMessageContaining("the disk is full");
      assertThat(new ClusterRegistry(store, Clock.systemUTC()).all()).isEmpty();
      store.writer().useHandle(h -> h.execute("PRAGMA max_page_count = 100000"));
      store.writer().useHandle(h -> h.execute("DELETE FROM node"));
    }
  }

  @Test
  void aWriterThatNeverEndsElsewhereIsATimeout() throws Exception {
    try (Store store = Store.openForWriting(data);
        var elsewhere = Databases.plainWriter(Store.file(data)).getConnection()) {
      elsewhere.setAutoCommit(false);
      elsewhere.createStatement().execute("DELETE FROM node");
      assertThatThrownBy(() -> store.writer().useHandle(h -> h.execute("DELETE FROM node")))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.TIMEOUT))
          .hasMessageContaining("another writer");
      elsewhere.close();
      store.writer().useHandle(h -> h.execute("DELETE FROM node"));
    }
  }

  private void sql(String... statements) {
    try (Store store = Store.openForWriting(data)) {
      store
          .writer()
          .useTransaction(
              h -> {
                for (String statement : statements) {
                  h.execute(statement);
                }
              });
    }
  }

  private void dropAllOfLaterMigrations() {
    Databases.jdbi(Databases.plainWriter(Store.file(data)), Store.file(data))
        .useHandle(
            h -> {
              h.execute("PRAGMA foreign_keys = OFF");
              for (String table :
                  h.select(
                          "SELECT name FROM sqlite_schema WHERE type = 'table'"
                              + " AND name NOT LIKE 'QRTZ%' AND name NOT LIKE 'flyway%'"
                              + " AND name NOT LIKE 'sqlite%'")
                      .mapTo(String.class)
                      .list()) {
                h.execute("DROP TABLE " + table);
              }
            });
  }

  private static StoreException failure(ThrowingCallable act) {
    StoreException failure = catchThrowableOfType(StoreException.class, act);
    assertThat(failure).as("the error").isNotNull();
    return failure;
  }
}
