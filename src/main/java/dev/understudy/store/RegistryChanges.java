package dev.understudy.store;

import dev.understudy.common.PreconditionException;
import java.time.Clock;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What can be changed in the registry, in the transaction that {@link ClusterRegistry} opened. */
public final class RegistryChanges {
  private final Handle handle;
  private final Clock clock;

  RegistryChanges(Handle handle, Clock clock) {
    this.handle = handle;
    this.clock = clock;
  }

  /**
   * Takes a cluster in with epoch 1. One that is there already with the same primary and system
   * identifier stays as it is.
   *
   * @throws PreconditionException when it is there already with others
   */
  public RegisteredCluster register(String cluster, String primaryNode, String systemId) {
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
    RegisteredCluster known = ClusterRegistry.find(handle, cluster).orElseThrow();
    if (!known.primaryNode().equals(primaryNode) || !known.systemId().equals(systemId)) {
      throw new PreconditionException(
          cluster,
          "cluster %s is registered with primary %s and system identifier %s"
              .formatted(cluster, known.primaryNode(), known.systemId()),
          null);
    }
    return known;
  }

  /**
   * Makes another node the primary and adds one to the epoch.
   *
   * @return false, with nothing changed, when the epoch is not the expected one any more
   */
  public boolean changePrimary(String cluster, long expectedEpoch, String primaryNode) {
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
  public void raiseEpoch(String cluster, long epoch) {
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
    handle
        .createUpdate(
            """
            INSERT INTO outdated (cluster, reason, seen_at)
            VALUES (:cluster, :reason, :now) ON CONFLICT DO NOTHING""")
        .bind("cluster", cluster)
        .bind("reason", reason)
        .bind("now", clock.instant())
        .execute();
  }

  /** The store has counted on from what the hosts know; what it knew of commits may be old. */
  public void clearOutdated(String cluster) {
    SynchronousTable.forget(handle, cluster);
    handle.execute("DELETE FROM outdated WHERE cluster = ?", cluster);
  }

  /** Forgets a cluster and its nodes. */
  public void remove(String cluster) {
    handle.execute("DELETE FROM cluster WHERE name = ?", cluster);
  }

  /** Adds the node or replaces what is known of it. */
  public void putNode(RegisteredNode node) {
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

  /** Forgets one node of a cluster. */
  public void removeNode(String cluster, String node) {
    handle.execute("DELETE FROM node WHERE cluster = ? AND name = ?", cluster, node);
  }

  /** Begins a failover; one that the run has begun already stays as it is. */
  public void claimFailover(FailoverRow row) {
    FailoverTable.claim(handle, row);
  }

  /**
   * Notes what came of fencing; a proof stays.
   *
   * @param fencing by method, as JSON
   * @param proof the method that proved it; empty when none did
   */
  public void failoverFenced(String run, String fencing, Optional<String> proof) {
    FailoverTable.fenced(handle, run, fencing, proof, clock.instant());
  }

  /** Notes what came of fencing for which the promotion did not wait, as JSON with all of it. */
  public void failoverFencedLater(String run, String fencing) {
    FailoverTable.fencedLater(handle, run, fencing);
  }

  /** Notes which node is to be the primary; once that one was to be told, it stays. */
  public void failoverCandidate(String run, String candidate, String choice) {
    FailoverTable.chosen(handle, run, candidate, choice);
  }

  /** Notes what was rescued of the old primary's WAL, as JSON. */
  public void failoverSalvaged(String run, String salvage) {
    FailoverTable.salvaged(handle, run, salvage);
  }

  /** Notes that the candidate is told now; it may be the primary from here on. */
  public void failoverAsking(String run) {
    FailoverTable.asking(handle, run, clock.instant());
  }

  /** Notes that the cluster has its new primary. */
  public void failoverEnded(String run) {
    FailoverTable.ended(handle, run, clock.instant());
  }

  /** Notes that those who wanted to know of the new primary were told. */
  public void failoverTold(String run) {
    FailoverTable.told(handle, run, clock.instant());
  }

  /** The permission as it is in this transaction. */
  public Optional<RegisteredPermission> permission(String cluster) {
    return PermissionTable.find(handle, cluster);
  }

  /** Records the cluster's permission, in place of the one that is there. */
  public void putPermission(RegisteredPermission permission) {
    PermissionTable.put(handle, permission, clock.instant());
  }

  /** Forgets the cluster's permission: it is fenced in another way from now on. */
  public void removePermission(String cluster) {
    PermissionTable.remove(handle, cluster);
  }

  /** Records what acknowledged commits are known to be safe on, in place of what is there. */
  public void putSynchronous(SynchronousRow row) {
    SynchronousTable.put(handle, row);
  }

  /** Commits wait for nobody, and are not meant to. */
  public void removeSynchronous(String cluster) {
    SynchronousTable.remove(handle, cluster);
  }

  /** Notes the point that a restore drill has to recover. */
  public void markDrill(DrillMarker marker) {
    DrillTable.mark(handle, marker, clock.instant());
  }

  /** Records a restore drill; one that is recorded already stays as it is. */
  public void endDrill(DrillRow row) {
    DrillTable.end(handle, row);
  }
}
