package dev.understudy.failover;

import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ClusterConfig;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.RegisteredCluster;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.Moment;
import dev.understudy.watch.Moments;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has an old primary rejoin as soon as its host is seen again, where failovers are automatic: until
 * then it may take writes beside the new one.
 */
public final class Rejoiner implements Consumer<ClusterSnapshot> {
  private static final Duration AGAIN = Duration.ofMinutes(5);
  private static final Logger LOG = LoggerFactory.getLogger(Rejoiner.class);

  private final Supplier<Map<String, ClusterConfig>> clusters;
  private final ClusterRegistry registry;
  private final BiConsumer<String, String> starter;
  private final Executor starts;
  private final Moments moments;
  private final Map<String, Moment> started = new ConcurrentHashMap<>();

  /**
   * @param clusters those that are configured now
   * @param starter starts the workflow rejoin for a cluster and a node
   * @param starts what starts run on, since they wait for the engine's answer
   */
  public Rejoiner(
      Supplier<Map<String, ClusterConfig>> clusters,
      ClusterRegistry registry,
      BiConsumer<String, String> starter,
      Executor starts,
      Moments moments) {
    this.clusters = clusters;
    this.registry = registry;
    this.starter = starter;
    this.starts = starts;
    this.moments = moments;
  }

  @Override
  public void accept(ClusterSnapshot snapshot) {
    String cluster = snapshot.cluster();
    ClusterConfig config = clusters.get().get(cluster);
    if (config == null || !Returned.anybody(config, snapshot)) {
      return;
    }
    Optional<RegisteredCluster> registered = registry.find(cluster);
    if (registered.isEmpty() || registry.outdated(cluster).isPresent()) {
      return;
    }
    Returned.of(snapshot, registered.get(), registry.failovers(cluster))
        .filter(node -> due(cluster + "/" + node))
        .ifPresent(node -> start(cluster, node));
  }

  /** One that could not come to its end is not started at every beat. */
  private boolean due(String node) {
    Moment now = moments.now();
    Moment last = started.get(node);
    if (last != null && last.age(now).compareTo(AGAIN) < 0) {
      return false;
    }
    started.put(node, now);
    return true;
  }

  private void start(String cluster, String node) {
    LOG.warn("{}: {} was the primary, and its host is seen again: it rejoins", cluster, node);
    try {
      starts.execute(() -> carryOut(cluster, node));
    } catch (RejectedExecutionException e) {
      // The service ends; whoever comes next sees the node afresh.
      started.remove(cluster + "/" + node);
    }
  }

  private void carryOut(String cluster, String node) {
    try {
      starter.accept(cluster, node);
    } catch (UnderstudyException e) {
      LOG.error("{}: {} could not be told to rejoin: {}", cluster, node, e.getMessage());
    }
  }
}
