package dev.understudy.outbox;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A notification on its way to one channel.
 *
 * @param id of the notification
 * @param channel by its name in the configuration
 * @param attempts how often it was tried so far
 * @param next not to be tried before
 * @param ended when it arrived or was given up; null while it waits
 * @param failure of the last attempt; empty if there was none
 */
public record Delivery(
    long id,
    Notification notification,
    String channel,
    State state,
    int attempts,
    Instant next,
    @Nullable Instant ended,
    String failure) {

  /** How far it is. */
  public enum State {
    WAITING,
    DELIVERED,
    GIVEN_UP;

    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static State of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }
  }
}
