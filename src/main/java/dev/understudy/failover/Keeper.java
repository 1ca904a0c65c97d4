package dev.understudy.failover;

import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.ReplicationConfig;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.RegisteredCluster;
import dev.understudy.store.SynchronousRow;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.Moment;
import dev.understudy.watch.Moments;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps commits waiting for standbys that confirm them, and for no others, where provisioning has
 * begun that. What it decides is done by a run, so that the store is right wherever the service
 * dies.
 */
public final class Keeper implements Consumer<ClusterSnapshot> {
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final Duration LATELY = Duration.ofMinutes(10);
  private static final String NAMES = "synchronous_standby_names";
  private static final String RESTORE = "sync-restore";
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

  private final Supplier<Map<String, ClusterConfig>> clusters;
  private final ClusterRegistry registry;
  private final Function<String, List<String>> runs;
  private final WaitingStarter starter;
  private final Executor starts;
  private final Moments moments;
  private final Map<String, State> states = new ConcurrentHashMap<>();

  /** What is remembered of one cluster; changed by the one thread that is told snapshots. */
  private static final class State {
    private String primary = "";
    private Confirming seen = Confirming.FRESH;
    private final Deque<Moment> stopped = new ArrayDeque<>();
    private @Nullable Moment urgentAt;
    private @Nullable Moment otherAt;
    private volatile boolean starting;
  }

  /**
   * @param clusters those that are configured now
   * @param runs the workflows of the runs that are being carried out on a cluster
   * @param starts what starts run on, since they wait for the engine's answer
   */
  public Keeper(
      Supplier<Map<String, ClusterConfig>> clusters,
      ClusterRegistry registry,
      Function<String, List<String>> runs,
      WaitingStarter starter,
      Executor starts,
      Moments moments) {
    this.clusters = clusters;
    this.registry = registry;
    this.runs = runs;
    this.starter = starter;
    this.starts = starts;
    this.moments = moments;
  }

  @Override
  public synchronized void accept(ClusterSnapshot snapshot) {
    ClusterConfig config = clusters.get().get(snapshot.cluster());
    if (config == null || !concerns(config, snapshot)) {
      return;
    }
    registry
        .synchronous(config.name())
        .ifPresent(
            row ->
                registry
                    .find(config.name())
                    .ifPresent(known -> look(config, known, row, snapshot)));
  }

  /** What alone could be meant, before the store is asked. */
  private static boolean concerns(ClusterConfig config, ClusterSnapshot snapshot) {
    return config.replication().mode() == ReplicationConfig.Mode.SYNC
        || snapshot.nodes().values().stream()
            .flatMap(node -> node.lastReading().stream())
            .anyMatch(reading -> !reading.settings().getOrDefault(NAMES, "").isEmpty());
  }

  private void look(
      ClusterConfig config, RegisteredCluster known, SynchronousRow row, ClusterSnapshot snapshot) {
    State state = states.computeIfAbsent(config.name(), name -> new State());
    if (!state.primary.equals(known.primaryNode())) {
      state.primary = known.primaryNode();
      state.seen = Confirming.FRESH;
    }
    Confirming before = state.seen;
    state.seen = before.next(snapshot, known.primaryNode());
    if (state.seen.equals(before) || state.starting || !isNewer(state.seen, row)) {
      return;
    }
    Moment now = moments.now();
    state.stopped.removeIf(at -> at.age(now).compareTo(LATELY) > 0);
    List<String> under = runs.apply(config.name());
    if (under.stream().anyMatch(Keeper::decidesItself)) {
      return;
    }
    List<String> confirmers = row.epoch() == known.epoch() ? row.confirmers() : List.of();
    boolean changing = under.contains(RESTORE);
    int lately = state.stopped.size();
    Waiting.change(config, state.primary, confirmers, state.seen, changing, lately, now)
        .filter(change -> change.urgent() || under.isEmpty())
        .filter(change -> due(config.name(), state, change, now))
        .ifPresent(change -> start(config.name(), state, change, now));
  }

  /** What was asked before the store was written may show what was before. */
  private static boolean isNewer(Confirming seen, SynchronousRow row) {
    return seen.reading() != null && seen.reading().asked().instant().isAfter(row.since());
  }

  /** One that could not be done is not tried at every beat. */
  private boolean due(String cluster, State state, Waiting change, Moment now) {
    return passed(state.urgentAt, now)
        && (change.urgent() || passed(state.otherAt, now))
        && registry.outdated(cluster).isEmpty();
  }

  private static boolean passed(@Nullable Moment last, Moment now) {
    return last == null || last.age(now).compareTo(AGAIN) >= 0;
  }

  /** Those change for whom commits wait themselves, or who the primary is. */
  private static boolean decidesItself(String workflow) {
    return List.of("sync-degrade", "failover", "switchover", "detach").contains(workflow);
  }

  private void start(String cluster, State state, Waiting change, Moment now) {
    String whom = change.standbys().isEmpty() ? "nobody" : String.join(", ", change.standbys());
    LOG.warn("{}: commits are to wait for {}: {}", cluster, whom, change.reason());
    if (change.urgent()) {
      state.stopped.add(now);
      state.urgentAt = now;
    } else {
      state.otherAt = now;
    }
    state.starting = true;
    try {
      starts.execute(() -> carryOut(cluster, state, change));
    } catch (RejectedExecutionException e) {
      // The service ends; whoever comes next observes afresh.
      state.starting = false;
    }
  }

  private void carryOut(String cluster, State state, Waiting change) {
    try {
      starter.start(cluster, change.standbys(), change.urgent(), change.reason());
    } catch (UnderstudyException e) {
      // It is decided again a little later, by what is so then.
      LOG.error("{}: that was not started: {}", cluster, e.getMessage());
    } finally {
      state.starting = false;
    }
  }
}
