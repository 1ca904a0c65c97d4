package dev.understudy.web;

import dev.understudy.api.ClusterView;
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
 * @param watched what the watching knows of it; null while nothing is watched
 * @param status null before it was seen
 * @param seen when that was
 * @param problem why it could not be seen the last time; null when it could
 */
record ClusterOverview(
    String name,
    String postgresql,
    int port,
    String archive,
    List<Member> nodes,
    @Nullable ClusterView watched,
    @Nullable Status status,
    @Nullable Instant seen,
    @Nullable ErrorView problem) {

  /**
   * A node as it is configured.
   *
   * @param healthPort null when it has none
   * @param standbyFrom null when it follows the primary
   */
  record Member(
      String name,
      String host,
      int priority,
      @Nullable Integer healthPort,
      @Nullable String standbyFrom) {}

  static ClusterOverview of(ClusterConfig config) {
    return new ClusterOverview(
        config.name(),
        config.postgresql(),
        config.port(),
        config.archive().kind().name().toLowerCase(Locale.ROOT),
        config.nodes().values().stream().map(ClusterOverview::node).toList(),
        null,
        null,
        null,
        null);
  }

  private static Member node(NodeConfig node) {
    OptionalInt port = node.healthPort();
    return new Member(
        node.name(),
        node.host(),
        node.priority(),
        port.isPresent() ? port.getAsInt() : null,
        node.standbyFrom().orElse(null));
  }

  ClusterOverview watched(ClusterView now) {
    return new ClusterOverview(name, postgresql, port, archive, nodes, now, status, seen, problem);
  }

  ClusterOverview seen(Status now, Instant at) {
    return new ClusterOverview(name, postgresql, port, archive, nodes, watched, now, at, null);
  }

  /** What was seen before stays, with its time. */
  ClusterOverview failed(ErrorView error) {
    return new ClusterOverview(
        name, postgresql, port, archive, nodes, watched, status, seen, error);
  }
}
