package dev.understudy.store;

import dev.understudy.common.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of permissions to be primary. */
final class PermissionTable {
  private PermissionTable() {}

  static Optional<RegisteredPermission> find(Handle handle, String cluster) {
    return handle
        .createQuery("SELECT * FROM permission WHERE cluster = :cluster")
        .bind("cluster", cluster)
        .map((row, context) -> permission(row))
        .findOne();
  }

  static void put(Handle handle, RegisteredPermission permission, Object now) {
    handle
        .createUpdate(
            """
            INSERT INTO permission (cluster, node, epoch, generation, unlimited, ended, vouchers,
              list, enforced, updated_at)
            VALUES (:cluster, :node, :epoch, :generation, :unlimited, :ended, :vouchers,
              :list, :enforced, :now)
            ON CONFLICT (cluster) DO UPDATE SET node = excluded.node, epoch = excluded.epoch,
              generation = excluded.generation, unlimited = excluded.unlimited,
              ended = excluded.ended, vouchers = excluded.vouchers, list = excluded.list,
              enforced = excluded.enforced, updated_at = excluded.updated_at""")
        .bind("cluster", permission.cluster())
        .bind("node", permission.node())
        .bind("epoch", permission.epoch())
        .bind("generation", permission.generation())
        .bind("unlimited", permission.unlimited() ? 1 : 0)
        .bind("ended", permission.ended() ? 1 : 0)
        .bind("vouchers", Json.write(permission.vouchers()))
        .bind("list", permission.list())
        .bind("enforced", permission.enforced() ? 1 : 0)
        .bind("now", now)
        .execute();
  }

  static void remove(Handle handle, String cluster) {
    handle.execute("DELETE FROM permission WHERE cluster = ?", cluster);
  }

  private static RegisteredPermission permission(ResultSet row) throws SQLException {
    List<String> vouchers = new ArrayList<>();
    Json.read(row.getString("vouchers")).forEach(node -> vouchers.add(node.asText()));
    return new RegisteredPermission(
        row.getString("cluster"),
        row.getString("node"),
        row.getLong("epoch"),
        row.getLong("generation"),
        row.getInt("unlimited") == 1,
        row.getInt("ended") == 1,
        vouchers,
        row.getLong("list"),
        row.getInt("enforced") == 1);
  }
}
