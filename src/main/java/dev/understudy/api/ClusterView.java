package dev.understudy.api;

import java.time.Instant;
import java.util.List;

/**
 * What the watching knows of a cluster at one moment.
 *
 * @param at by the service's clock
 * @param nodes in the order of the configuration
 */
public record ClusterView(String cluster, Instant at, List<NodeView> nodes) {
  public ClusterView {
    nodes = List.copyOf(nodes);
  }
}
