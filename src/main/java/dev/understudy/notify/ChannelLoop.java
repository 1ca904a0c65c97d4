package dev.understudy.notify;

import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Secrets;
import dev.understudy.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers what waits for one channel: all that is due in one message. */
final class ChannelLoop {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelLoop.class);
  private static final int MOST = 50;

  private final String channel;
  private final Transport transport;
  private final Store store;
  private final Secrets secrets;
  private final Clock clock;

  ChannelLoop(String channel, Transport transport, Store store, Secrets secrets, Clock clock) {
    this.channel = channel;
    this.transport = transport;
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** A receiver may get a message twice, when its answer got lost: twice is better than never. */
  void look() {
    Instant now = now();
    List<Delivery> due =
        store.reader().withHandle(handle -> DeliveryTable.due(handle, channel, now, MOST));
    if (due.isEmpty()) {
      return;
    }
    try {
      transport.send(new Message(due.stream().map(Delivery::notification).toList()));
    } catch (UnderstudyException e) {
      failed(due, secrets.mask(Objects.toString(e.getMessage(), "")));
      return;
    }
    Instant then = now();
    store.note(
        handle ->
            due.forEach(one -> DeliveryTable.ended(handle, one, Delivery.State.DELIVERED, then)));
  }

  private void failed(List<Delivery> due, String failure) {
    Instant now = now();
    LOG.warn("channel {}: {} not delivered: {}", channel, due.size(), failure);
    store.note(
        handle ->
            due.forEach(
                one -> {
                  Optional<Instant> next =
                      Patience.next(one.attempts() + 1, one.notification().at(), now);
                  DeliveryTable.failed(handle, one, next, now, failure);
                }));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
