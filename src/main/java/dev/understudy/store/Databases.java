package dev.understudy.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/**
 * Connections to the file. SQLite has one writer, and its waiting is polling, so writers queue in a
 * pool of one; a deferred transaction cannot be upgraded safely, so each takes the lock when it
 * begins.
 */
final class Databases {
  private static final int BUSY_TIMEOUT_MILLIS = 5_000;
  private static final int READERS = 4;

  private Databases() {}

  /** Unpooled, for writing. */
  static DataSource plainWriter(Path file) {
    SQLiteConfig config = config();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    return source(file, config);
  }

  private static DataSource plainReader(Path file) {
    return source(file, config());
  }

  static HikariDataSource writerPool(Path file) {
    return pool("store-writer", plainWriter(file), 1, null);
  }

  static HikariDataSource readerPool(Path file) {
    return pool("store-reader", plainReader(file), READERS, "PRAGMA query_only = ON");
  }

  /** One connection for each use, not pooled, for writing a little. */
  static Jdbi writeOnce(Path file) {
    return jdbi(GuardedDataSource.reader(plainWriter(file), new WriterGuard(file)), file);
  }

  /** One connection for each use, not pooled, for reading a little. */
  static Jdbi readOnce(Path file) {
    return jdbi(GuardedDataSource.reader(plainReader(file), new WriterGuard(file)), file);
  }

  /** Binds times as text, and turns errors of disk and file into words. */
  static Jdbi jdbi(DataSource source, Path file) {
    Jdbi jdbi = Jdbi.create(source).installPlugin(new InstantText());
    jdbi.getConfig(SqlStatements.class)
        .addExceptionHandler(
            (thrown, context) ->
                StoreErrors.translate(file, thrown)
                    .ifPresent(
                        error -> {
                          throw error;
                        }));
    return jdbi;
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.enforceForeignKeys(true);
    // An empty file in the place of a store would look like a new one.
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    return config;
  }

  private static DataSource source(Path file, SQLiteConfig config) {
    String path = file.toAbsolutePath().toString();
    SQLiteDataSource source =
        new SQLiteDataSource(config) {
          @Override
          public Connection getConnection() throws SQLException {
            return new KeepingConnection(getUrl(), path, getConfig().toProperties());
          }
        };
    source.setUrl("jdbc:sqlite:" + path);
    return source;
  }

  private static HikariDataSource pool(
      String name, DataSource source, int size, @Nullable String initialSql) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionInitSql(initialSql);
    config.setMaxLifetime(0);
    config.setIdleTimeout(0);
    return new HikariDataSource(config);
  }
}
