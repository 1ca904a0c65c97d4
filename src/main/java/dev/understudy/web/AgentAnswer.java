package dev.understudy.web;

import dev.understudy.api.ClusterView;
import dev.understudy.api.NodeView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What HAProxy's agent check is told of a node, by one snapshot: a function. Where the service does
 * not know it says nothing, and HAProxy leaves the server as it is: clients do not depend on the
 * service.
 */
final class AgentAnswer {
  static final String UP = "up";
  static final String DOWN = "down";

  private final ClusterView view;
  private final Duration vouched;

  /**
   * @param vouched how old an answer of a server may be
   */
  AgentAnswer(ClusterView view, Duration vouched) {
    this.view = view;
    this.vouched = vouched;
  }

  /** Whether the node is to get what is written; empty where that is not known. */
  Optional<String> primary(String node) {
    List<String> writers =
        view.nodes().stream()
            .filter(seen -> health(seen).answers() && "primary".equals(seen.role()))
            .map(NodeView::node)
            .toList();
    if (writers.size() == 1) {
      // Also of one that does not answer: should it come back, it must not be written to.
      return Optional.of(writers.get(0).equals(node) ? UP : DOWN);
    }
    boolean standby =
        find(node).filter(n -> health(n).answers() && "standby".equals(n.role())).isPresent();
    return standby ? Optional.of(DOWN) : Optional.empty();
  }

  /** Whether the node is to get what is only read; empty where that is not known. */
  Optional<String> replica(String node) {
    return find(node)
        .filter(seen -> health(seen).answers())
        .map(seen -> "standby".equals(seen.role()) && health(seen).streaming() ? UP : DOWN);
  }

  private Optional<NodeView> find(String node) {
    return view.nodes().stream().filter(seen -> seen.node().equals(node)).findFirst();
  }

  private Health health(NodeView seen) {
    return new Health(view, seen, Map.of(), vouched);
  }
}
