package dev.understudy.notify;

import dev.understudy.common.UnderstudyException;
import dev.understudy.config.NotifyConfig.Heartbeat;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A sign of life to one address, as long as the service is well. */
final class Heartbeats implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Heartbeat heartbeat;
  private final BooleanSupplier well;
  private final HttpCalls calls = new HttpCalls("heartbeat", LIMIT);
  private boolean failing;

  Heartbeats(Heartbeat heartbeat, BooleanSupplier well) {
    this.heartbeat = heartbeat;
    this.well = well;
  }

  @Override
  public void run() {
    if (!well.getAsBoolean()) {
      return;
    }
    try {
      calls.get(heartbeat.url());
      failing = false;
    } catch (UnderstudyException e) {
      // Once for each outage: whoever waits for the sign of life raises the alarm.
      if (!failing) {
        LOG.warn("the sign of life did not arrive: {}", e.getMessage());
      }
      failing = true;
    }
  }
}
