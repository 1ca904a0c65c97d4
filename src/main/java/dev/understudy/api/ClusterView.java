package dev.understudy.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the watching knows of a cluster at one moment.
 *
 * @param at by the service's clock
 * @param verdict what the service thinks of it; null while nothing judges
 * @param nodes in the order of the configuration
 * @param synchronous the standbys of which a commit waits for any one, by the primary's own word
 */
public record ClusterView(
    String cluster,
    Instant at,
    @Nullable VerdictView verdict,
    List<NodeView> nodes,
    List<String> synchronous) {
  public ClusterView(String cluster, Instant at, List<NodeView> nodes) {
    this(cluster, at, null, nodes, List.of());
  }

  /** The same with a verdict. */
  public ClusterView judged(VerdictView found) {
    return new ClusterView(cluster, at, found, nodes, synchronous);
  }

  public ClusterView {
    nodes = List.copyOf(nodes);
    synchronous = List.copyOf(synchronous);
  }
}
