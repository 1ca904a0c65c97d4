package dev.understudy.watch;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.SshHosts;
import dev.understudy.postgres.JdbcConnector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches nodes. One thread gives the beat; a question runs on a worker, of which a node has at
 * most one for its server and one for its host, so that a silent one holds up nobody else.
 */
public final class Watch implements AutoCloseable {
  private static final long IDLE_SECONDS = 10;
  private static final long END_SECONDS = 3;
  private static final int HANDS = 4;
  private static final int CHECKS = 4;
  private static final int BEATS_IN_A_SPAN = 10;
  private static final long BETWEEN_LOGINS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final Timings timings;
  private final Moments moments;
  private final Continuity continuity;
  private final Lateness lateness = new Lateness();
  private final ScheduledThreadPoolExecutor beats;
  private final List<ExecutorService> pools;
  private final LoopTools tools;
  private volatile Map<String, Watched> watched;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final ExecutorService listeners;
  private volatile long pulsed = System.nanoTime();
  private long eraTold = Continuity.FIRST_ERA;
  private volatile WatchStatistics statistics = new WatchStatistics(0, 0, 0, 0);

  /** A cluster's board and the loops that write on it. */
  private record Watched(Board board, List<NodeLoop> loops) {}

  /** How nodes are asked. */
  interface Probes {
    SqlProbe sql(WatchedNode node);

    HostProbe host(WatchedNode node);
  }

  Watch(List<WatchedNode> nodes, Probes probes, Timings timings, Moments moments) {
    this.timings = timings;
    this.moments = moments;
    this.continuity = new Continuity(moments, timings.gap());
    this.beats = new ScheduledThreadPoolExecutor(1, new Daemons("watch-beat"));
    beats.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    ExecutorService workers = pool("watch-sql");
    ExecutorService hostWorkers = pool("watch-host");
    this.listeners = pool("watch-listener");
    ExecutorService hands = Executors.newFixedThreadPool(HANDS, new Daemons("watch-hand"));
    this.pools = List.of(hands, workers, hostWorkers, listeners);
    this.tools =
        new LoopTools(
            task -> hands.execute(() -> workers.execute(task)),
            task -> hands.execute(() -> hostWorkers.execute(task)),
            timings,
            moments,
            lateness);
    this.watched = watched(nodes, probes);
  }

  private Map<String, Watched> watched(List<WatchedNode> nodes, Probes probes) {
    Map<String, List<WatchedNode>> clusters = new LinkedHashMap<>();
    nodes.forEach(n -> clusters.computeIfAbsent(n.cluster(), c -> new ArrayList<>()).add(n));
    Map<String, Watched> made = new LinkedHashMap<>();
    clusters.forEach((name, all) -> made.put(name, watched(name, all, probes)));
    return made;
  }

  private Watched watched(String cluster, List<WatchedNode> nodes, Probes probes) {
    List<String> names = nodes.stream().map(WatchedNode::node).toList();
    Board board = new Board(cluster, names, continuity, this::tell);
    List<NodeLoop> loops = new ArrayList<>();
    for (WatchedNode node : nodes) {
      HostLoop host = new HostLoop(node.node(), probes.host(node), board, tools);
      loops.add(new NodeLoop(node.node(), probes.sql(node), host, board, tools));
    }
    return new Watched(board, List.copyOf(loops));
  }

  /**
   * Begins to watch.
   *
   * @param hosts for the watching alone: whatever ends the watching ends its connections
   */
  public static Watch start(
      List<WatchedNode> nodes, JdbcConnector connector, SshHosts hosts, Timings timings) {
    Probes probes = probes(nodes, connector, hosts, timings);
    Watch watch = new Watch(nodes, probes, timings, Moments.SYSTEM);
    watch.start();
    return watch;
  }

  private static Probes probes(
      List<WatchedNode> nodes, JdbcConnector connector, SshHosts hosts, Timings timings) {
    return new Probes() {
      @Override
      public SqlProbe sql(WatchedNode node) {
        return new JdbcProbe(node, connector, timings.answer());
      }

      @Override
      public HostProbe host(WatchedNode node) {
        Runnable hangUp = () -> hosts.hangUp(node.cluster(), node.node());
        List<WatchedNode> peers = nodes.stream().filter(node::isPeer).toList();
        return new SshProbe(
            node, hosts.host(node.cluster(), node.node()), peers, timings.peerAnswer(), hangUp);
      }
    };
  }

  /**
   * Watches other clusters from now on. What is known of those that stay is kept.
   *
   * @param nodes of clusters that are new, or whose nodes have changed: these begin afresh
   * @param stay the clusters that are watched on as they were
   */
  public void follow(
      List<WatchedNode> nodes, Set<String> stay, JdbcConnector connector, SshHosts hosts) {
    follow(nodes, stay, probes(nodes, connector, hosts, timings));
  }

  synchronized void follow(List<WatchedNode> nodes, Set<String> stay, Probes probes) {
    Map<String, Watched> before = watched;
    Map<String, Watched> next = new LinkedHashMap<>(before);
    next.keySet().retainAll(stay);
    Map<String, Watched> fresh = watched(nodes, probes);
    next.putAll(fresh);
    watched = next;
    before.forEach(
        (name, old) -> {
          if (!stay.contains(name)) {
            old.loops.forEach(NodeLoop::close);
          }
        });
    begin(fresh.values().stream().flatMap(one -> one.loops.stream()).toList());
  }

  private List<NodeLoop> loops() {
    return watched.values().stream().flatMap(one -> one.loops.stream()).toList();
  }

  /**
   * A thread for each task that runs; those that are idle for a while go. Whoever makes a new
   * thread waits until it has run for the first time, long on a busy machine: so hands stand
   * between, and never the thread that gives the beat.
   */
  private static ExecutorService pool(String name) {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        new Daemons(name),
        new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Begins, the nodes' beats spread over the time of one; many logins at once cost too much. */
  void start() {
    long pulse = timings.pulse().toNanos();
    every(pulse, this::pulse);
    long span = timings.beat().toNanos() * BEATS_IN_A_SPAN;
    every(span, this::tellHowItKeepsUp);
    begin(loops());
  }

  private void begin(List<NodeLoop> loops) {
    long now = moments.now().nanos();
    for (int i = 0; i < loops.size(); i++) {
      long spread = timings.beat().toNanos() * i / loops.size();
      plan(loops.get(i), now + Math.max(spread, i * BETWEEN_LOGINS));
    }
  }

  private void every(long nanos, Runnable task) {
    // Cancelled with all others when the watching ends; neither task throws.
    Future<?> unused = beats.scheduleWithFixedDelay(task, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private void pulse() {
    pulsed = System.nanoTime();
    long era = continuity.look().era();
    if (era != eraTold) {
      eraTold = era;
      LOG.warn(
          "the service was frozen, or its clock was set: all nodes are observed from now on only");
    }
  }

  private void tellHowItKeepsUp() {
    WatchStatistics span = lateness.take();
    statistics = span;
    LOG.debug(
        "watching {} nodes: {} beats, late by {}, {}, {} ms (median, 99 %, worst)",
        loops().size(), span.beats(), span.medianMillis(), span.p99Millis(), span.worstMillis());
  }

  private void plan(NodeLoop loop, long when) {
    if (!beats.isShutdown() && !loop.isClosed()) {
      long wait = when - moments.now().nanos();
      Future<?> unused =
          beats.schedule(() -> beat(loop, when), Math.max(0, wait), TimeUnit.NANOSECONDS);
    }
  }

  /** Beats that were missed are not made up for. */
  private void beat(NodeLoop loop, long planned) {
    try {
      loop.beat(planned);
    } finally {
      long next = planned + timings.beat().toNanos();
      long now = moments.now().nanos();
      plan(loop, next - now < 0 ? now + timings.beat().toNanos() : next);
      if (loop.waits()) {
        planChecks(loop);
      }
    }
  }

  /** What is overdue counts at once, and not only from the next beat on. */
  private void planChecks(NodeLoop loop) {
    for (int i = 1; i < CHECKS && !beats.isShutdown(); i++) {
      long wait = timings.beat().toNanos() * i / CHECKS;
      Future<?> unused = beats.schedule(loop::check, wait, TimeUnit.NANOSECONDS);
    }
  }

  private void tell(ClusterSnapshot snapshot) {
    subscriptions.forEach(subscription -> subscription.offer(snapshot));
  }

  public Set<String> clusters() {
    return watched.keySet();
  }

  /**
   * The newest snapshot; costs nothing.
   *
   * @throws UnderstudyException USAGE for a cluster that is not watched
   */
  public ClusterSnapshot snapshot(String cluster) {
    Watched found = watched.get(cluster);
    if (found == null) {
      throw new UnderstudyException(
          ErrorClass.USAGE, cluster, "the cluster is not watched", null, null);
    }
    return found.board.snapshot();
  }

  /**
   * Tells a listener every change from now on, the newest of each cluster when it is slow.
   *
   * @return ends it
   */
  public AutoCloseable subscribe(Consumer<ClusterSnapshot> listener) {
    Subscription subscription = new Subscription(listener, listeners);
    subscriptions.add(subscription);
    return () -> {
      subscriptions.remove(subscription);
      subscription.close();
    };
  }

  /** How long ago the thread that gives the beat came round. */
  public Duration sincePulse() {
    return Duration.ofNanos(System.nanoTime() - pulsed);
  }

  /** How the beats kept up, in the last span of ten that is over. */
  public WatchStatistics statistics() {
    return statistics;
  }

  /** Ends all questions under way; a listener that does not return is left behind. */
  @Override
  public void close() {
    beats.shutdownNow();
    subscriptions.forEach(Subscription::close);
    pools.forEach(ExecutorService::shutdown);
    loops().forEach(NodeLoop::close);
    pools.forEach(ExecutorService::shutdownNow);
    try {
      beats.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
