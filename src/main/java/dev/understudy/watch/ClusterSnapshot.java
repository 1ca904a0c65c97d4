package dev.understudy.watch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is known of a cluster at one moment. Never changes; a newer one takes its place.
 *
 * @param number grows with every snapshot of the cluster in this process
 * @param at when it was made; what is in it is older, see {@link Part#age}
 * @param nodes by name, in the order of the configuration
 */
public record ClusterSnapshot(
    String cluster, long number, Moment at, Map<String, NodeSnapshot> nodes) {
  public ClusterSnapshot {
    nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
  }

  public Optional<NodeSnapshot> node(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /** The nodes that answered the newest question, and said that they are primaries. */
  public List<NodeSnapshot> primaries() {
    return nodes.values().stream()
        .filter(node -> node.answers() && node.lastReading().orElseThrow().primary())
        .toList();
  }

  ClusterSnapshot with(NodeSnapshot node, Moment now) {
    Map<String, NodeSnapshot> changed = new LinkedHashMap<>(nodes);
    changed.put(node.node(), node);
    return new ClusterSnapshot(cluster, number + 1, now, changed);
  }

  /** As at the beginning: nothing is known of any node. */
  ClusterSnapshot forgotten(Moment now) {
    Map<String, NodeSnapshot> blank = new LinkedHashMap<>();
    nodes.keySet().forEach(name -> blank.put(name, NodeSnapshot.unseen(name, now)));
    return new ClusterSnapshot(cluster, number + 1, now, blank);
  }

  static ClusterSnapshot first(String cluster, List<String> names, Moment now) {
    Map<String, NodeSnapshot> blank = new LinkedHashMap<>();
    names.forEach(name -> blank.put(name, NodeSnapshot.unseen(name, now)));
    return new ClusterSnapshot(cluster, 1, now, blank);
  }
}
