package dev.understudy.web;

import dev.understudy.api.ErrorView;
import dev.understudy.api.Status;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.NodeConfig;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as it is configured and as it was seen last.
 *
 * @param archive the kind of its archive, {@code none} without one
 * @param status null before it was seen
 * @param seen when that was
 * @param problem why it could not be seen the last time; null when it could
 */
record ClusterView(
    String name,
    String postgresql,
    int port,
    String archive,
    List<NodeView> nodes,
    @Nullable Status status,
    @Nullable Instant seen,
    @Nullable ErrorView problem) {

  /**
   * A node as it is configured.
   *
   * @param healthPort null when it has none
   * @param standbyFrom null when it follows the primary
   */
  record NodeView(
      String name,
      String host,
      int priority,
      @Nullable Integer healthPort,
      @Nullable String standbyFrom) {}

  static ClusterView of(ClusterConfig config) {
    return new ClusterView(
        config.name(),
        config.postgresql(),
        config.port(),
        config.archive().kind().name().toLowerCase(Locale.ROOT),
        config.nodes().values().stream().map(ClusterView::node).toList(),
        null,
        null,
        null);
  }

  private static NodeView node(NodeConfig node) {
    OptionalInt port = node.healthPort();
    return new NodeView(
        node.name(),
        node.host(),
        node.priority(),
        port.isPresent() ? port.getAsInt() : null,
        node.standbyFrom().orElse(null));
  }

  ClusterView seen(Status now, Instant at) {
    return new ClusterView(name, postgresql, port, archive, nodes, now, at, null);
  }

  /** What was seen before stays, with its time. */
  ClusterView failed(ErrorView error) {
    return new ClusterView(name, postgresql, port, archive, nodes, status, seen, error);
  }
}
