package dev.understudy.store;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A pool that refuses a thread which holds the writer connection: the writer's own pool would make
 * it wait for itself, and a reader would not see what it has written.
 */
final class GuardedDataSource implements DataSource {
  private final DataSource pool;
  private final WriterGuard guard;
  private final boolean writer;

  private GuardedDataSource(DataSource pool, WriterGuard guard, boolean writer) {
    this.pool = pool;
    this.guard = guard;
    this.writer = writer;
  }

  static DataSource writer(DataSource pool, WriterGuard guard) {
    return new GuardedDataSource(pool, guard, true);
  }

  static DataSource reader(DataSource pool, WriterGuard guard) {
    return new GuardedDataSource(pool, guard, false);
  }

  @Override
  public Connection getConnection() throws SQLException {
    guard.requireFree(writer ? "open it again" : "open a reader");
    return writer
        ? GuardedConnection.wrap(inTurn(), guard, guard::released)
        : GuardedConnection.wrap(pool.getConnection(), guard, () -> {});
  }

  private Connection inTurn() throws SQLException {
    guard.awaitTurn();
    boolean taken = false;
    try {
      Connection connection = pool.getConnection();
      guard.acquired();
      taken = true;
      return connection;
    } finally {
      if (!taken) {
        guard.pass();
      }
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("SQLite has no users");
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return pool.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    pool.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    pool.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return pool.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return pool.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return pool.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return pool.isWrapperFor(type);
  }
}
