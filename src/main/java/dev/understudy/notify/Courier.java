package dev.understudy.notify;

import dev.understudy.config.NotifyConfig;
import dev.understudy.config.NotifyConfig.Channel;
import dev.understudy.config.NotifyConfig.Heartbeat;
import dev.understudy.config.Secrets;
import dev.understudy.outbox.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what is in the outbox, and gives signs of life. Each channel has a thread of its own, so
 * that none waits for another's receiver.
 */
public final class Courier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration TIDIED_EVERY = Duration.ofHours(1);
  private static final Duration ENDING = Duration.ofSeconds(5);

  private final ScheduledExecutorService threads;

  private Courier(ScheduledExecutorService threads) {
    this.threads = threads;
  }

  /**
   * Begins; what waited while no service ran is delivered first.
   *
   * @param outbox of a store that is open for writing
   * @param secrets never to be kept with the failure of a delivery
   * @param well whether the service does its work, so that signs of life may be given
   */
  public static Courier start(
      Outbox outbox, NotifyConfig config, Secrets secrets, Clock clock, BooleanSupplier well) {
    int size = config.channels().size() + config.heartbeats().size() + 1;
    ScheduledExecutorService threads =
        Executors.newScheduledThreadPool(
            size,
            work -> {
              Thread thread = new Thread(work, "courier");
              thread.setDaemon(true);
              return thread;
            });
    Courier courier = new Courier(threads);
    outbox.giveUpOthers(clock.instant());
    for (Channel channel : config.channels()) {
      ChannelLoop loop =
          new ChannelLoop(channel.name(), Transports.of(channel), outbox, secrets, clock);
      courier.every(EVERY, loop::look);
    }
    for (Heartbeat heartbeat : config.heartbeats()) {
      courier.every(heartbeat.every(), new Heartbeats(heartbeat, well));
    }
    courier.every(TIDIED_EVERY, () -> outbox.tidy(clock.instant()));
    return courier;
  }

  private void every(Duration interval, Runnable task) {
    // The task reports its own failures, so nobody asks the future for them.
    var unused =
        threads.scheduleWithFixedDelay(
            () -> safely(task), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * A store that is busy or full must not end the deliveries: the row stays, and is tried again.
   */
  private static void safely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a notification was not handled", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(ENDING.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a receiver of notifications still holds its thread");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
