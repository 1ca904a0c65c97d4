package dev.understudy.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * A connection that keeps the prepared statements of {@link Direct}: SQLite takes longer to prepare
 * most of them than to carry them out. Their texts are constants of the code, so there are few.
 */
final class KeepingConnection extends JDBC4Connection {
  private final Map<String, PreparedStatement> kept = new HashMap<>();

  KeepingConnection(String url, String file, Properties settings) throws SQLException {
    super(url, file, settings);
  }

  /** A statement that nobody else has until it is given back. */
  PreparedStatement lend(String sql) throws SQLException {
    PreparedStatement known = kept.remove(sql);
    return known == null ? prepareStatement(sql) : known;
  }

  /** Takes back a statement that has ended well, without its values. */
  void giveBack(String sql, PreparedStatement statement) throws SQLException {
    statement.clearParameters();
    PreparedStatement other = kept.put(sql, statement);
    if (other != null) {
      other.close();
    }
  }
}
