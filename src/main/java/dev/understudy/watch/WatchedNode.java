package dev.understudy.watch;

import dev.understudy.config.ClusterConfig.TlsMode;
import dev.understudy.postgres.PgVersion;
import dev.understudy.postgres.Secret;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A node to watch.
 *
 * @param password of the monitoring role; empty until the cluster is provisioned
 */
public record WatchedNode(
    String cluster,
    String node,
    String host,
    int port,
    TlsMode tls,
    PgVersion version,
    Supplier<Optional<Secret>> password) {
  boolean isPeer(WatchedNode other) {
    return other.cluster.equals(cluster) && !other.node.equals(node);
  }
}
