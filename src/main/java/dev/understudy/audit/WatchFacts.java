package dev.understudy.audit;

import dev.understudy.audit.Sample.Name;
import dev.understudy.audit.Sample.Series;
import dev.understudy.config.CheckId;
import dev.understudy.config.ChecksConfig;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.Moment;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What judgements about servers and hosts stand on.
 *
 * @param now what ages are counted to
 * @param primary the node that the store knows as the primary
 * @param system the system identifier that the store knows, in decimal
 * @param priorities of all configured nodes; with 0 one never becomes the primary
 * @param maxLag bytes that a standby may lack of the primary to take over
 * @param earlier numbers of earlier looks, oldest first
 */
record WatchFacts(
    ClusterSnapshot snapshot,
    Moment now,
    String primary,
    String system,
    ChecksConfig checks,
    Map<String, Integer> priorities,
    long maxLag,
    Map<Series, List<Sample>> earlier) {
  WatchFacts {
    priorities = Map.copyOf(priorities);
    earlier = Map.copyOf(earlier);
  }

  Limits limits(CheckId check) {
    return new Limits(check, checks.of(check));
  }

  List<NodeSnapshot> nodes() {
    return List.copyOf(snapshot.nodes().values());
  }

  /** The reading of a server that answered the newest question. */
  static Optional<NodeReading> reading(NodeSnapshot node) {
    return node.answers() ? node.lastReading() : Optional.empty();
  }

  /** The one server that accepts writes; empty when there is none or more than one. */
  Optional<NodeSnapshot> writer() {
    List<NodeSnapshot> writers = snapshot.primaries();
    return writers.size() == 1 ? Optional.of(writers.get(0)) : Optional.empty();
  }

  /**
   * The nodes that are not the primary: by their own word, or, while they are silent, the store's.
   */
  List<NodeSnapshot> standbys() {
    return nodes().stream()
        .filter(
            node -> reading(node).map(read -> !read.primary()).orElse(!node.node().equals(primary)))
        .toList();
  }

  List<Sample> earlier(String node, Name name) {
    return earlier.getOrDefault(new Series(node, name), List.of());
  }

  /** Why nothing can be said of a node. */
  static String silence(NodeSnapshot node) {
    return node.trouble() == null
        ? node.node() + " was not asked yet"
        : node.node() + " does not answer: " + node.trouble().value();
  }
}
