package dev.understudy.failover;

import dev.understudy.config.ClusterConfig;
import dev.understudy.store.FailoverRow;
import dev.understudy.store.RegisteredCluster;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import java.util.List;
import java.util.Optional;

/** Whether the primary that was replaced last is there again, and no standby. Pure. */
final class Returned {
  private Returned() {}

  /** What alone could be meant, before the store is asked. */
  static boolean anybody(ClusterConfig config, ClusterSnapshot snapshot) {
    return config.failover().automatic()
        && snapshot.nodes().values().stream().anyMatch(Returned::strays);
  }

  /**
   * The node that is to rejoin.
   *
   * @param changes of the cluster's primary, newest first
   */
  static Optional<String> of(
      ClusterSnapshot snapshot, RegisteredCluster registered, List<FailoverRow> changes) {
    return changes.stream()
        .filter(change -> change.endedAt().isPresent())
        .findFirst()
        .filter(change -> change.epoch() + 1 == registered.epoch())
        .filter(change -> !change.oldPrimary().equals(registered.primaryNode()))
        .flatMap(change -> snapshot.node(change.oldPrimary()))
        .filter(Returned::strays)
        .map(NodeSnapshot::node);
  }

  /** Its host answers, and its server takes writes or does not answer. */
  private static boolean strays(NodeSnapshot node) {
    boolean host = node.host() != null && node.hostTrouble() == null;
    boolean standby = node.answers() && node.lastReading().filter(NodeReading::primary).isEmpty();
    return host && !standby;
  }
}
