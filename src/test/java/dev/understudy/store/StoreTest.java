package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.PreconditionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToCreateStatementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  @TempDir Path temporary;

  @Test
  void makesDirectoryAndFileForTheirOwnerAlone() throws Exception {
    Path data = temporary.resolve("a/data");
    try (Store store = Store.openForWriting(data)) {
      store.writer().useHandle(handle -> handle.execute("DELETE FROM node"));
      assertThat(mode(data)).isEqualTo("rwx------");
      for (String name : List.of("understudy.db", "understudy.db-wal", "lock", "lock.holder")) {
        assertThat(mode(data.resolve(name))).as(name).isEqualTo("rw-------");
      }
    }
  }

  @Test
  void keepsItsOwnerAcrossOpenings() {
    String first;
    try (Store store = Store.openForWriting(temporary)) {
      first = store.owner();
    }
    try (Store store = Store.openForWriting(temporary)) {
      assertThat(store.owner()).isEqualTo(first).hasSize(36);
    }
    try (Store store = Store.openForReading(temporary)) {
      assertThat(store.owner()).isEqualTo(first);
    }
  }

  @Test
  void writesDurablyWithForeignKeysAndWriteAheadLog() {
    try (Store store = Store.openForWriting(temporary)) {
      assertThat(pragma(store, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(store, "synchronous")).isEqualTo("2");
      assertThat(pragma(store, "foreign_keys")).isEqualTo("1");
      assertThat(pragma(store, "busy_timeout")).isEqualTo("5000");
    }
  }

  @Test
  void readsBesideTheWriterWhatIsCommittedAndNothingElse() throws Exception {
    try (Store writing = Store.openForWriting(temporary);
        Store reading = Store.openForReading(temporary)) {
      writing
          .writer()
          .useTransaction(
              handle -> {
                insertCluster(handle, "orders");
                assertThat(onAnotherThread(() -> clusters(reading))).isEmpty();
              });
      assertThat(clusters(reading)).containsExactly("orders");
      assertThat(clusters(writing)).containsExactly("orders");
    }
  }

  @Test
  void refusesToWriteThroughReaders() {
    try (Store store = Store.openForWriting(temporary)) {
      assertThatThrownBy(() -> store.reader().useHandle(handle -> insertCluster(handle, "orders")))
          .isInstanceOf(StoreException.class);
    }
    try (Store store = Store.openForReading(temporary)) {
      assertThatThrownBy(store::writer).isInstanceOf(PreconditionException.class);
      assertThatThrownBy(store::writerPool).isInstanceOf(PreconditionException.class);
      assertThatThrownBy(() -> store.reader().useHandle(handle -> insertCluster(handle, "orders")))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void errorsOfSqlStayWhatTheyAre() {
    try (Store store = Store.openForWriting(temporary)) {
      assertThatThrownBy(() -> store.writer().useHandle(handle -> handle.execute("SELEKT 1")))
          .isInstanceOf(UnableToCreateStatementException.class);
    }
  }

  @Test
  void bindsAndMapsTimesAsTextWithMilliseconds() {
    Instant time = Instant.parse("2026-01-31T12:00:00.120456Z");
    try (Store store = Store.openForWriting(temporary)) {
      store
          .reader()
          .useHandle(
              handle -> {
                assertThat(
                        handle.createQuery("SELECT :t").bind("t", time).mapTo(String.class).one())
                    .isEqualTo("2026-01-31T12:00:00.120Z");
                assertThat(
                        handle.createQuery("SELECT :t").bind("t", time).mapTo(Instant.class).one())
                    .isEqualTo(Instant.parse("2026-01-31T12:00:00.120Z"));
              });
    }
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static String pragma(Store store, String name) {
    return store
        .writer()
        .withHandle(handle -> handle.createQuery("PRAGMA " + name).mapTo(String.class).one());
  }

  private static List<String> clusters(Store store) {
    return store
        .reader()
        .withHandle(
            handle -> handle.createQuery("SELECT name FROM cluster").mapTo(String.class).list());
  }

  private static void insertCluster(Handle handle, String name) {
    handle.execute("INSERT INTO cluster VALUES (?, 1, 'alpha', '7', 'x', 'x')", name);
  }

  private static <T> T onAnotherThread(Callable<T> work) throws Exception {
    return CompletableFuture.supplyAsync(
            () -> {
              try {
                return work.call();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            })
        .get();
  }
}
