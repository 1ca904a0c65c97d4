package dev.understudy.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as it was just seen.
 *
 * @param epoch grows by one at every change of primary
 * @param primary the primary's name; null when none was seen
 */
public record Status(
    String cluster, long epoch, @Nullable String primary, List<NodeStatus> nodes, Connect connect) {
  public Status {
    nodes = List.copyOf(nodes);
  }
}
