package dev.understudy.store;

import dev.understudy.common.PreconditionException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * The clusters that the store is in charge of, and their nodes. Every change exists in a form that
 * takes a handle, for a transaction that checks a lease as well.
 */
public final class ClusterRegistry {
  private final Store store;
  private final Clock clock;

  public ClusterRegistry(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  public Optional<RegisteredCluster> find(String cluster) {
    return store.reader().withHandle(handle -> find(handle, cluster));
  }

  public Optional<RegisteredCluster> find(Handle handle, String cluster) {
    return handle
        .createQuery("SELECT * FROM cluster WHERE name = :name")
        .bind("name", cluster)
        .map((row, context) -> cluster(row))
        .findOne();
  }

  /** All clusters by name. */
  public List<RegisteredCluster> all() {
    return store
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT * FROM cluster ORDER BY name")
                    .map((row, context) -> cluster(row))
                    .list());
  }

  public RegisteredCluster register(String cluster, String primaryNode, String systemId) {
    return store.writer().inTransaction(handle -> register(handle, cluster, primaryNode, systemId));
  }

  /**
   * Takes a cluster in with epoch 1. One that is there already with the same primary and system
   * identifier stays as it is.
   *
   * @throws PreconditionException when it is there already with others
   */
  public RegisteredCluster register(
      Handle handle, String cluster, String primaryNode, String systemId) {
    handle
        .createUpdate(
            """
            INSERT INTO cluster (name, epoch, primary_node, system_id, created_at, updated_at)
            VALUES (:name, 1, :primary, :system, :now, :now) ON CONFLICT DO NOTHING""")
        .bind("name", cluster)
        .bind("primary", primaryNode)
        .bind("system", systemId)
        .bind("now", clock.instant())
        .execute();
    RegisteredCluster known = find(handle, cluster).orElseThrow();
    if (!known.primaryNode().equals(primaryNode) || !known.systemId().equals(systemId)) {
      throw new PreconditionException(
          cluster,
          "cluster %s is registered with primary %s and system identifier %s"
              .formatted(cluster, known.primaryNode(), known.systemId()),
          null);
    }
    return known;
  }

  public boolean changePrimary(String cluster, long expectedEpoch, String primaryNode) {
    return store
        .writer()
        .inTransaction(handle -> changePrimary(handle, cluster, expectedEpoch, primaryNode));
  }

  /**
   * Makes another node the primary and adds one to the epoch.
   *
   * @return false, with nothing changed, when the epoch is not the expected one any more
   */
  public boolean changePrimary(
      Handle handle, String cluster, long expectedEpoch, String primaryNode) {
    return handle
            .createUpdate(
                """
                UPDATE cluster SET epoch = epoch + 1, primary_node = :primary, updated_at = :now
                WHERE name = :name AND epoch = :epoch""")
            .bind("name", cluster)
            .bind("epoch", expectedEpoch)
            .bind("primary", primaryNode)
            .bind("now", clock.instant())
            .execute()
        == 1;
  }

  /** Makes the epoch at least this one; hosts that have seen an epoch refuse every smaller one. */
  public void raiseEpoch(Handle handle, String cluster, long epoch) {
    handle
        .createUpdate(
            """
            UPDATE cluster SET epoch = :epoch, updated_at = :now
            WHERE name = :name AND epoch < :epoch""")
        .bind("name", cluster)
        .bind("epoch", epoch)
        .bind("now", clock.instant())
        .execute();
  }

  /** Notes that the cluster's hosts know of a newer life of this store; the first reason stays. */
  public void markOutdated(String cluster, String reason) {
    store
        .writer()
        .useTransaction(
            handle ->
                handle
                    .createUpdate(
                        """
                        INSERT INTO outdated (cluster, reason, seen_at)
                        VALUES (:cluster, :reason, :now) ON CONFLICT DO NOTHING""")
                    .bind("cluster", cluster)
                    .bind("reason", reason)
                    .bind("now", clock.instant())
                    .execute());
  }

  /** Why the store must not act on the cluster; empty when it may. */
  public Optional<String> outdated(String cluster) {
    return store
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT reason FROM outdated WHERE cluster = :cluster")
                    .bind("cluster", cluster)
                    .mapTo(String.class)
                    .findOne());
  }

  /** The store has counted on from what the hosts know. */
  public void clearOutdated(Handle handle, String cluster) {
    handle.execute("DELETE FROM outdated WHERE cluster = ?", cluster);
  }

  /** Forgets a cluster and its nodes. */
  public void remove(String cluster) {
    store
        .writer()
        .useTransaction(handle -> handle.execute("DELETE FROM cluster WHERE name = ?", cluster));
  }

  /** The nodes of a cluster by name. */
  public List<RegisteredNode> nodes(String cluster) {
    return store
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT * FROM node WHERE cluster = :cluster ORDER BY name")
                    .bind("cluster", cluster)
                    .map((row, context) -> node(row))
                    .list());
  }

  public void putNode(RegisteredNode node) {
    store.writer().useTransaction(handle -> putNode(handle, node));
  }

  /** Adds the node or replaces what is known of it. */
  public void putNode(Handle handle, RegisteredNode node) {
    handle
        .createUpdate(
            """
            INSERT INTO node (cluster, name, role, state, timeline, lsn, updated_at)
            VALUES (:cluster, :name, :role, :state, :timeline, :lsn, :at)
            ON CONFLICT (cluster, name) DO UPDATE SET role = excluded.role,
              state = excluded.state, timeline = excluded.timeline, lsn = excluded.lsn,
              updated_at = excluded.updated_at""")
        .bind("cluster", node.cluster())
        .bind("name", node.name())
        .bind("role", node.role())
        .bind("state", node.state())
        .bind("timeline", node.timeline().isPresent() ? node.timeline().getAsLong() : null)
        .bind("lsn", node.lsn().orElse(null))
        .bind("at", node.updatedAt())
        .execute();
  }

  public void removeNode(String cluster, String node) {
    store.writer().useTransaction(handle -> removeNode(handle, cluster, node));
  }

  public void removeNode(Handle handle, String cluster, String node) {
    handle.execute("DELETE FROM node WHERE cluster = ? AND name = ?", cluster, node);
  }

  private static RegisteredCluster cluster(ResultSet row) throws SQLException {
    return new RegisteredCluster(
        row.getString("name"),
        row.getLong("epoch"),
        row.getString("primary_node"),
        row.getString("system_id"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  private static RegisteredNode node(ResultSet row) throws SQLException {
    return new RegisteredNode(
        row.getString("cluster"),
        row.getString("name"),
        row.getString("role"),
        row.getString("state"),
        timeline(row),
        Optional.ofNullable(row.getString("lsn")),
        instant(row, "updated_at"));
  }

  private static OptionalLong timeline(ResultSet row) throws SQLException {
    long timeline = row.getLong("timeline");
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(timeline);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return InstantText.parse(row.getString(column));
  }
}
