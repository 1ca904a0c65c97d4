package dev.understudy.service;

import dev.understudy.config.Configuration;
import dev.understudy.store.OldRuns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets go of runs that ended before the configured time, a few at once. */
final class Forgetting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);
  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final int AT_ONCE = 10;

  private final Supplier<Configuration> configuration;
  private final OldRuns runs;
  private final Clock clock;
  private final ScheduledExecutorService thread = Threads.one("forgetting");

  private Forgetting(Supplier<Configuration> configuration, OldRuns runs, Clock clock) {
    this.configuration = configuration;
    this.runs = runs;
    this.clock = clock;
  }

  static Forgetting start(Supplier<Configuration> configuration, OldRuns runs, Clock clock) {
    Forgetting forgetting = new Forgetting(configuration, runs, clock);
    // The task reports its own failures, so nobody asks the future for them.
    var unused =
        forgetting.thread.scheduleWithFixedDelay(
            forgetting::look, 1, EVERY.toMinutes(), TimeUnit.MINUTES);
    return forgetting;
  }

  private void look() {
    try {
      Instant limit = clock.instant().minus(configuration.get().retention().runs());
      int all = 0;
      int some = AT_ONCE;
      while (some == AT_ONCE && !Thread.currentThread().isInterrupted()) {
        some = runs.forget(limit, AT_ONCE);
        all += some;
      }
      runs.forgetSignals(limit);
      if (all > 0) {
        LOG.info("{} runs that ended before {} are kept no longer", all, limit);
      }
    } catch (RuntimeException e) {
      // They are kept for longer; the next look tries again.
      LOG.warn("old runs cannot be removed: {}", e.toString());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
