package dev.understudy.failover;

import dev.understudy.config.ClusterConfig;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Has the hosts of the others connected to as soon as a primary falls silent, where a failover
 * would be automatic: the login is over by the time that the evidence agrees.
 */
public final class Anticipation implements Consumer<ClusterSnapshot> {
  private final Supplier<Map<String, ClusterConfig>> clusters;
  private final BiConsumer<String, Set<String>> approach;
  private final Set<String> silent = ConcurrentHashMap.newKeySet();

  /**
   * @param clusters those that are configured now
   * @param approach begins to connect to nodes of a cluster, and waits for nothing
   */
  public Anticipation(
      Supplier<Map<String, ClusterConfig>> clusters, BiConsumer<String, Set<String>> approach) {
    this.clusters = clusters;
    this.approach = approach;
  }

  @Override
  public void accept(ClusterSnapshot snapshot) {
    String cluster = snapshot.cluster();
    if (snapshot.nodes().values().stream().noneMatch(Anticipation::silentPrimary)) {
      silent.remove(cluster);
      return;
    }
    ClusterConfig config = clusters.get().get(cluster);
    if (config != null && config.failover().automatic() && silent.add(cluster)) {
      approach.accept(cluster, answering(config, snapshot));
    }
  }

  private static boolean silentPrimary(NodeSnapshot node) {
    return node.trouble() != null && node.lastReading().map(NodeReading::primary).orElse(false);
  }

  /** Of the nodes that are configured still; a silent host is left to who has to ask it. */
  private static Set<String> answering(ClusterConfig config, ClusterSnapshot snapshot) {
    return snapshot.nodes().values().stream()
        .filter(NodeSnapshot::answers)
        .map(NodeSnapshot::node)
        .filter(config.nodes()::containsKey)
        .collect(Collectors.toSet());
  }
}
