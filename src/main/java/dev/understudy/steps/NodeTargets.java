package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.workflow.Targets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The selectors that workflow files may write after {@code on}. */
public final class NodeTargets implements Targets {
  private final Sites sites;

  public NodeTargets(Sites sites) {
    this.sites = sites;
  }

  @Override
  public List<String> resolve(String cluster, String selector, Map<String, String> inputs) {
    Site site = sites.site(cluster);
    String leaving = inputs.getOrDefault("node", "");
    return switch (selector) {
      case SERVICE -> List.of(SERVICE);
      case "all" -> names(site.nodes().stream());
      case "primary" -> List.of(site.primaryName());
      case "standbys" -> names(site.standbys().stream());
      case "leaving", "named" -> List.of(site.node(leaving).name());
      case "remaining" -> names(site.nodes().stream().filter(node -> !node.name().equals(leaving)));
      default ->
          throw new UnderstudyException(
              ErrorClass.CONFIGURATION,
              selector,
              "no nodes are called this",
              "write all, primary, standbys, remaining, leaving, named, service, or a list of nodes",
              null);
    };
  }

  private static List<String> names(Stream<Node> nodes) {
    return nodes.map(Node::name).toList();
  }
}
