package dev.understudy.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection that the same SELECTs are asked on again and again, one thread at a time. Every
 * answer is waited for within the limit that it was opened with. After an error it is of no more
 * use.
 */
public final class KeptConnection implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  KeptConnection(Connection connection, Duration limit) throws SQLException {
    this.connection = connection;
    // The driver's own property counts in seconds.
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(limit.toMillis()));
  }

  /**
   * One round trip.
   *
   * @return the first column of the first row; null when it is null, or there is none
   */
  public @Nullable String ask(String select) throws SQLException {
    PreparedStatement statement = statements.get(select);
    if (statement == null) {
      statement = connection.prepareStatement(select);
      statements.put(select, statement);
    }
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getString(1) : null;
    }
  }

  /** Closes it under a thread that waits for an answer; from any thread. */
  public void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is closed already, or will be by the limit.
      return;
    }
  }

  /** Says goodbye to the server. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // The server sees the same when the socket goes.
      return;
    }
  }
}
