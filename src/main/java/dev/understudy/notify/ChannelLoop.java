package dev.understudy.notify;

import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Secrets;
import dev.understudy.outbox.Delivery;
import dev.understudy.outbox.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers what waits for one channel: all that is due in one message. */
final class ChannelLoop {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelLoop.class);
  private static final int MOST = 50;

  private final String channel;
  private final Transport transport;
  private final Outbox outbox;
  private final Secrets secrets;
  private final Clock clock;

  ChannelLoop(String channel, Transport transport, Outbox outbox, Secrets secrets, Clock clock) {
    this.channel = channel;
    this.transport = transport;
    this.outbox = outbox;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** A receiver may get a message twice, when its answer got lost: twice is better than never. */
  void look() {
    List<Delivery> due = outbox.due(channel, now(), MOST);
    if (due.isEmpty()) {
      return;
    }
    try {
      transport.send(new Message(due.stream().map(Delivery::notification).toList()));
    } catch (UnderstudyException e) {
      failed(due, Objects.toString(e.getMessage(), ""));
      return;
    } catch (RuntimeException e) {
      // Whether it arrived is not known; the deliveries wait, and are tried again with patience.
      failed(due, "unexpected: " + e);
      return;
    }
    outbox.delivered(due, now());
  }

  private void failed(List<Delivery> due, String why) {
    String failure = secrets.mask(why);
    LOG.warn("channel {}: {} not delivered: {}", channel, due.size(), failure);
    outbox.failed(due, failure, now());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
