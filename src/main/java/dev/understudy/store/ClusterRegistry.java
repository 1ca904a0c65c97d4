package dev.understudy.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** The clusters that the store is in charge of, and their nodes. */
public final class ClusterRegistry {
  private final Store store;
  private final Clock clock;

  public ClusterRegistry(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Changes in one transaction; what throws takes all of them back. There is one connection for
   * writing, so nothing may be waited for in it.
   *
   * @param first in the same transaction, such as the check of a lease
   */
  public void change(Consumer<Handle> first, Consumer<RegistryChanges> changes) {
    store
        .writer()
        .useTransaction(
            handle -> {
              first.accept(handle);
              changes.accept(new RegistryChanges(handle, clock));
            });
  }

  public Optional<RegisteredCluster> find(String cluster) {
    return store.reader().withHandle(handle -> find(handle, cluster));
  }

  static Optional<RegisteredCluster> find(Handle handle, String cluster) {
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

  /** The failover of a run; empty while it has not begun. */
  public Optional<FailoverRow> failover(String run) {
    return store.reader().withHandle(handle -> FailoverTable.find(handle, run));
  }

  /** The cluster's failovers, newest first; those that came to nothing too. */
  public List<FailoverRow> failovers(String cluster) {
    return store.reader().withHandle(handle -> FailoverTable.list(handle, cluster));
  }

  /** The permission to be the cluster's primary; empty where none was ever given. */
  public Optional<RegisteredPermission> permission(String cluster) {
    return store.reader().withHandle(handle -> PermissionTable.find(handle, cluster));
  }

  /** What is known of commits that wait for standbys; empty where none ever did. */
  public Optional<SynchronousRow> synchronous(String cluster) {
    return store.reader().withHandle(handle -> SynchronousTable.find(handle, cluster));
  }

  /** The point that a run's restore drill has to recover; empty while there is none. */
  public Optional<DrillMarker> drillMarker(String run) {
    return store.reader().withHandle(handle -> DrillTable.marker(handle, run));
  }

  /** The cluster's restore drills that have ended, newest first; those that failed too. */
  public List<DrillRow> drills(String cluster) {
    return store.reader().withHandle(handle -> DrillTable.list(handle, cluster));
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
