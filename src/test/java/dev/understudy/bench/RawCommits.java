package dev.understudy.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/** Durable commits of one small row each, with the settings of the store and nothing around. */
final class RawCommits {
  private RawCommits() {}

  /** Commits in a second. */
  static double perSecond(Path file, Duration duration) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    config.enforceForeignKeys(true);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + file)) {
      connection
          .createStatement()
          .execute("CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
      connection.setAutoCommit(false);
      return measure(connection, duration.toNanos());
    }
  }

  private static double measure(Connection connection, long nanos) throws SQLException {
    long commits = 0;
    long begun = System.nanoTime();
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO row (text) VALUES (?)")) {
      while (System.nanoTime() - begun < nanos) {
        insert.setString(1, "about as long as a line of the event log of a run usually is");
        insert.executeUpdate();
        connection.commit();
        commits++;
      }
    }
    return commits * 1e9 / (System.nanoTime() - begun);
  }
}
