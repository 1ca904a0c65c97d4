package dev.understudy.schedule;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.quartz.utils.ConnectionProvider;

/** Gives Quartz the store's writer connection, in turn with everybody else. */
final class StoreConnections implements ConnectionProvider {
  private final AtomicReference<@Nullable DataSource> pool;

  StoreConnections(DataSource pool) {
    this.pool = new AtomicReference<>(pool);
  }

  @Override
  public Connection getConnection() throws SQLException {
    DataSource source = pool.get();
    if (source == null) {
      throw new SQLException("the alarms are stopped");
    }
    return source.getConnection();
  }

  @Override
  public void initialize() {}

  /** Lets go of the pool, which is not ours to close; Quartz itself keeps this object for ever. */
  @Override
  public void shutdown() {
    pool.set(null);
  }
}
