package dev.understudy.web;

import dev.understudy.api.FindingView;
import dev.understudy.api.RoleChange;
import dev.understudy.api.RunSummary;
import dev.understudy.api.Understudy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the board up to date while somebody looks at it. */
final class Watching implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watching.class);
  private static final Duration CLUSTERS = Duration.ofSeconds(1);
  private static final Duration RUNS = Duration.ofMillis(300);
  private static final int SHOWN = 25;
  private static final int THREADS = 8;
  private static final Set<String> ENDED = Set.of("done", "failed", "cancelled");

  private final Board board;
  private final Clusters clusters;
  private final Understudy understudy;
  private final AtomicInteger lookers = new AtomicInteger();
  private final ScheduledExecutorService threads;
  private final Map<String, RunSummary> told = new HashMap<>();

  Watching(Board board, Clusters clusters, Understudy understudy) {
    this.board = board;
    this.clusters = clusters;
    this.understudy = understudy;
    int many = Math.min(THREADS, clusters.names().size() + 1);
    this.threads =
        Executors.newScheduledThreadPool(
            many,
            work -> {
              Thread thread = new Thread(work, "web-watching");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * @param minutely what else is to be done, whether or not somebody looks
   */
  void start(Runnable minutely) {
    var unused = threads.scheduleWithFixedDelay(minutely, 1, 1, TimeUnit.MINUTES);
    clusters.all().forEach(view -> board.put("cluster/" + view.name(), "cluster", view));
    every(RUNS, this::runs);
    every(CLUSTERS, this::findings);
    every(CLUSTERS, this::histories);
    every(CLUSTERS, this::clusters);
  }

  void looksOn() {
    lookers.incrementAndGet();
  }

  void looksAway() {
    lookers.decrementAndGet();
  }

  private void clusters() {
    List<ClusterOverview> all = clusters.all();
    all.forEach(view -> board.put("cluster/" + view.name(), "cluster", view));
    board.retain("cluster/", all.stream().map(view -> "cluster/" + view.name()).toList());
  }

  private void findings() {
    List<FindingView> open = understudy.findings(Optional.empty(), false);
    for (String name : clusters.names()) {
      List<FindingView> own =
          open.stream().filter(finding -> finding.cluster().equals(name)).toList();
      board.put("findings/" + name, "findings", new Found(name, own));
    }
    board.retain("findings/", clusters.names().stream().map(name -> "findings/" + name).toList());
  }

  private void histories() {
    for (String name : clusters.names()) {
      List<RoleChange> changes = understudy.history(name);
      board.put("history/" + name, "history", new History(name, changes));
    }
    board.retain("history/", clusters.names().stream().map(name -> "history/" + name).toList());
  }

  /** Who became the primary of a cluster when. */
  private record History(String cluster, List<RoleChange> changes) {}

  /** What was found of a cluster, and is not over. */
  private record Found(String cluster, List<FindingView> findings) {}

  private void runs() {
    List<RunSummary> newest = understudy.runs(Optional.empty(), SHOWN);
    for (RunSummary run : newest) {
      // What has ended changes no more; it is read once, to show how it ended.
      if (!ENDED.contains(run.status()) || !run.equals(told.get(run.id()))) {
        board.put("run/" + run.id(), "run", understudy.run(run.id()));
      }
    }
    board.put("runs", "runs", newest);
    told.clear();
    newest.forEach(run -> told.put(run.id(), run));
    board.retain("run/", newest.stream().map(run -> "run/" + run.id()).toList());
  }

  private void every(Duration pace, Runnable work) {
    var unused =
        threads.scheduleWithFixedDelay(
            () -> whileSomebodyLooks(work), 0, pace.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void whileSomebodyLooks(Runnable work) {
    if (lookers.get() == 0) {
      return;
    }
    try {
      work.run();
    } catch (RuntimeException e) {
      // The board shows what it showed, and the next round tries again; an exception that got out
      // would end the rounds.
      LOG.warn("the status page is not up to date: {}", e.toString());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
