package dev.understudy.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import dev.understudy.postgres.Dialect;
import dev.understudy.postgres.JdbcConnector;
import dev.understudy.postgres.KeptConnection;
import dev.understudy.postgres.ManagedRole;
import dev.understudy.postgres.Secret;
import dev.understudy.postgres.SqlFailure;
import dev.understudy.postgres.WatchSql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One kept connection. It is renewed now and then, the new one before the old one is given up: a
 * postmaster that hangs, or has no connection left, is not seen by one that is there already. The
 * first renewal comes at a time of each node's own: all nodes at once would take the machine
 * seconds of handshakes.
 */
final class JdbcProbe implements SqlProbe {
  /** In answers. */
  private static final int RENEWAL = 60;

  private static final int RENEWAL_AFTER_TROUBLE = 5;
  private static final int ARCHIVER = 10;
  private static final String NOT_PROVISIONED =
      "there is no password of understudy_monitor yet: the cluster is not provisioned";

  private final WatchedNode node;
  private final JdbcConnector connector;
  private final Duration limit;
  private final WatchSql sql;
  private volatile @Nullable KeptConnection kept;
  private volatile boolean aborted;
  private Optional<ArchiverReading> archiver = Optional.empty();
  private int untilRenewal;
  private int firstRenewal;
  private int untilArchiver;
  private boolean doorClosed;

  JdbcProbe(WatchedNode node, JdbcConnector connector, Duration limit) {
    this.node = node;
    this.connector = connector;
    this.limit = limit;
    this.sql = new WatchSql(Dialect.of(node.version()));
    this.firstRenewal = Math.floorMod(Objects.hash(node.cluster(), node.node()), RENEWAL);
  }

  @Override
  public SqlAnswer ask() {
    aborted = false;
    KeptConnection open = kept;
    if (open != null) {
      try {
        return read(open);
      } catch (SQLException e) {
        drop();
        if (aborted || SqlFailure.of(e) == SqlFailure.TIMED_OUT) {
          return trouble(e);
        }
        // A connection that ended says little about the server: a new one asks again.
      }
    }
    return anew();
  }

  private SqlAnswer anew() {
    Optional<Secret> password = node.password().get();
    if (password.isEmpty()) {
      return new SqlTrouble(SqlFailure.AUTHENTICATION, NOT_PROVISIONED);
    }
    try {
      KeptConnection fresh = connect(password.get());
      kept = fresh;
      untilRenewal = doorClosed ? 0 : firstRenewal;
      firstRenewal = RENEWAL;
      return read(fresh);
    } catch (SQLException e) {
      drop();
      return trouble(e);
    }
  }

  private KeptConnection connect(Secret password) throws SQLException {
    String role = ManagedRole.MONITOR.roleName();
    return connector.keep(node.host(), node.port(), node.tls(), role, password, limit);
  }

  private NodeReading read(KeptConnection open) throws SQLException {
    NodeReading reading = NodeReading.of(Objects.requireNonNull(open.ask(sql.look())));
    return sql.archiverIsCheap() ? reading : reading.with(archiver);
  }

  @Override
  public Optional<Door> tend() {
    if (!sql.archiverIsCheap() && --untilArchiver < 0) {
      untilArchiver = ARCHIVER;
      askArchiver();
    }
    return --untilRenewal < 0 ? Optional.of(renew()) : Optional.empty();
  }

  private void askArchiver() {
    KeptConnection open = kept;
    try {
      String row = open == null ? null : open.ask(sql.archiver());
      JsonNode json = Json.read(row == null ? "null" : row);
      archiver = ArchiverReading.of(json);
    } catch (SQLException e) {
      // Its collector is stuck, or the connection is gone, which the next question finds.
      archiver = Optional.empty();
    }
  }

  private Door renew() {
    Optional<Secret> password = node.password().get();
    try {
      KeptConnection fresh = connect(password.orElse(new Secret("")));
      drop();
      kept = fresh;
      untilRenewal = RENEWAL;
      doorClosed = false;
      return new Door(null);
    } catch (SQLException e) {
      untilRenewal = RENEWAL_AFTER_TROUBLE;
      doorClosed = true;
      return new Door(trouble(e));
    }
  }

  private static SqlTrouble trouble(SQLException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return new SqlTrouble(SqlFailure.of(e), message);
  }

  private void drop() {
    KeptConnection open = kept;
    kept = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void abort() {
    aborted = true;
    KeptConnection open = kept;
    if (open != null) {
      open.abort();
    }
  }

  @Override
  public void close() {
    abort();
  }
}
