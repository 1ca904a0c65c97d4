package dev.understudy.notify;

import dev.understudy.config.NotifyConfig;
import dev.understudy.config.NotifyConfig.Channel;
import dev.understudy.store.Store;
import java.time.Instant;
import java.util.List;

/** What waits for a channel that the configuration no longer has. */
final class Removed {
  private Removed() {}

  static void giveUp(Store store, NotifyConfig config, Instant now) {
    List<String> known = config.channels().stream().map(Channel::name).toList();
    store.note(
        handle ->
            DeliveryTable.waitedFor(handle).stream()
                .filter(channel -> !known.contains(channel))
                .forEach(channel -> DeliveryTable.giveUp(handle, channel, now)));
  }
}
