package dev.understudy.service;

import dev.understudy.api.ChannelTest;
import dev.understudy.api.DeliveryView;
import dev.understudy.config.Configuration;
import dev.understudy.notify.Trial;
import dev.understudy.outbox.Delivery;
import dev.understudy.outbox.Notification;
import dev.understudy.outbox.Outbox;
import dev.understudy.store.Store;
import java.time.Clock;
import java.util.List;

/** What people were told, as the faces print it. */
final class Told {
  private Told() {}

  static List<DeliveryView> newest(Store store, int most) {
    return Outbox.newest(store, most).stream().map(Told::view).toList();
  }

  static List<ChannelTest> test(Configuration configuration, Clock clock) {
    return configuration.notification().channels().stream()
        .map(
            channel ->
                new ChannelTest(
                    channel.name(),
                    Trial.of(channel, configuration.secrets(), clock.instant()).orElse("")))
        .toList();
  }

  private static DeliveryView view(Delivery delivery) {
    Notification told = delivery.notification();
    return new DeliveryView(
        told.at(),
        told.cluster(),
        told.subject(),
        told.severity(),
        told.sentence(),
        delivery.channel(),
        delivery.state().label(),
        delivery.attempts(),
        delivery.failure());
  }
}
