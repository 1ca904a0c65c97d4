package dev.understudy.service;

import dev.understudy.api.ClusterView;
import dev.understudy.api.NodeView;
import dev.understudy.config.Configuration;
import dev.understudy.store.LagSamples;
import dev.understudy.wal.Lsn;
import dev.understudy.watch.Moments;
import dev.understudy.watch.Watch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps once a minute how far the standbys are behind, for the charts. */
final class Sampling implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sampling.class);
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Supplier<Configuration> configuration;
  private final LagSamples samples;
  private final Watch watch;
  private final Clock clock;
  private final ScheduledExecutorService thread;

  private Sampling(
      Supplier<Configuration> configuration, LagSamples samples, Watch watch, Clock clock) {
    this.configuration = configuration;
    this.samples = samples;
    this.watch = watch;
    this.clock = clock;
    this.thread = Threads.one("sampling");
  }

  /** Begins as soon as something was seen. */
  static Sampling start(
      Supplier<Configuration> configuration, LagSamples samples, Watch watch, Clock clock) {
    Sampling sampling = new Sampling(configuration, samples, watch, clock);
    // The task reports its own failures, so nobody asks the future for them.
    var unused =
        sampling.thread.scheduleAtFixedRate(sampling::look, 5, EVERY.toSeconds(), TimeUnit.SECONDS);
    return sampling;
  }

  private void look() {
    try {
      Map<String, Map<String, Long>> seen = new LinkedHashMap<>();
      for (String cluster : watch.clusters()) {
        seen.put(cluster, lags(ClusterViews.of(watch.snapshot(cluster), Moments.SYSTEM.now())));
      }
      Instant now = clock.instant();
      samples.keep(now, seen, now.minus(configuration.get().retention().samples()));
    } catch (RuntimeException e) {
      // A point is missing in the charts.
      LOG.warn("how far the standbys are behind cannot be kept: {}", e.toString());
    }
  }

  /** Bytes by standby; without those that do not answer, and none at all without one primary. */
  static Map<String, Long> lags(ClusterView view) {
    List<NodeView> answering =
        view.nodes().stream()
            .filter(node -> node.readingMs() != null && node.trouble() == null)
            .toList();
    List<String> written = answering.stream().map(NodeView::lsn).filter(Objects::nonNull).toList();
    Map<String, Long> lags = new TreeMap<>();
    if (written.size() == 1) {
      long position = Lsn.parse(written.get(0)).bytes();
      for (NodeView node : answering) {
        String replayed = node.replayed();
        if (replayed != null) {
          lags.put(node.node(), Math.max(0, position - Lsn.parse(replayed).bytes()));
        }
      }
    }
    return lags;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
