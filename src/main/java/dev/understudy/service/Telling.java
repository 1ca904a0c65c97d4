package dev.understudy.service;

import dev.understudy.config.Configuration;
import dev.understudy.notify.Courier;
import dev.understudy.outbox.Matter;
import dev.understudy.outbox.Outbox;
import dev.understudy.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people what is the matter. What that is, is read from the store again and again, so that
 * nothing is lost that happened while no service ran.
 */
final class Telling implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Telling.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration STALE = Duration.ofSeconds(15);

  private final Matters matters;
  private final Outbox outbox;
  private final Clock clock;
  private final ScheduledExecutorService thread;
  private final Courier courier;
  private List<Matter> told = List.of();
  private boolean begun;
  private volatile long looked = System.nanoTime();

  private Telling(Store store, Configuration configuration, Clock clock) {
    this.matters = new Matters(store, configuration);
    this.outbox = new Outbox(store, configuration.notification().channels());
    this.clock = clock;
    this.thread = Threads.one("telling");
    this.courier =
        Courier.start(
            outbox, configuration.notification(), configuration.secrets(), clock, this::isLooking);
  }

  /** Begins, with what happened while no service ran. */
  static Telling start(Store store, Configuration configuration, Clock clock) {
    Telling telling = new Telling(store, configuration, clock);
    // The task reports its own failures, so nobody asks the future for them.
    var unused =
        telling.thread.scheduleWithFixedDelay(
            telling::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return telling;
  }

  private void look() {
    try {
      Instant now = clock.instant();
      List<Matter> current = matters.now(now);
      if (!begun || !current.equals(told)) {
        outbox.settle(current, now);
        told = current;
        begun = true;
      }
      looked = System.nanoTime();
    } catch (RuntimeException e) {
      // The next look finds the same matters.
      LOG.error("what is the matter cannot be read or put down", e);
    }
  }

  /** A service that can't read its own store gives no sign of life. */
  private boolean isLooking() {
    return sinceLook().compareTo(STALE) < 0;
  }

  /** How long ago it last read what is the matter. */
  Duration sinceLook() {
    return Duration.ofNanos(System.nanoTime() - looked);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("reading what is the matter has not ended yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    courier.close();
  }
}
