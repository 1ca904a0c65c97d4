package dev.understudy.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Statements by plain JDBC within a handle's transaction, for what is done at every act of a run:
 * Jdbi copies its configuration and parses the text anew for each. Values are bound in the order of
 * the question marks, and are texts, whole numbers or null.
 */
public final class Direct {
  private Direct() {}

  /** Reads one row of a result. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  @FunctionalInterface
  private interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  /**
   * Returns how many rows were changed.
   *
   * @throws StoreException when the file or the disk is the cause
   */
  public static int update(Handle handle, String sql, @Nullable Object... values) {
    return use(handle, sql, PreparedStatement::executeUpdate, values);
  }

  /**
   * The rows of a query, or of a statement that returns what it wrote.
   *
   * @throws StoreException when the file or the disk is the cause
   */
  public static <T> List<T> query(
      Handle handle, RowReader<T> reader, String sql, @Nullable Object... values) {
    return use(
        handle,
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            List<T> read = new ArrayList<>();
            while (rows.next()) {
              read.add(reader.read(rows));
            }
            return read;
          }
        },
        values);
  }

  private static <T> T use(Handle handle, String sql, Use<T> use, @Nullable Object... values) {
    Connection connection = handle.getConnection();
    try {
      KeepingConnection keeping = connection.unwrap(KeepingConnection.class);
      PreparedStatement statement = keeping.lend(sql);
      boolean well = false;
      try {
        for (int i = 0; i < values.length; i++) {
          statement.setObject(i + 1, values[i]);
        }
        T result = use.of(statement);
        well = true;
        return result;
      } finally {
        if (well) {
          keeping.giveBack(sql, statement);
        } else {
          statement.close();
        }
      }
    } catch (SQLException e) {
      throw GuardedConnection.translate(connection, e);
    }
  }
}
