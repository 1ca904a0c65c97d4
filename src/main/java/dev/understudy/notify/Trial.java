package dev.understudy.notify;

import dev.understudy.common.Severity;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.NotifyConfig.Channel;
import dev.understudy.config.Secrets;
import dev.understudy.outbox.Notification;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Trying a channel. */
public final class Trial {
  private Trial() {}

  /**
   * Sends a message through a channel, past the outbox.
   *
   * @return why it did not arrive; empty when the receiver took it
   */
  public static Optional<String> of(Channel channel, Secrets secrets, Instant now) {
    Notification test =
        new Notification(
            channel.clusters().stream().sorted().findFirst().orElse("all"),
            "test",
            Severity.UNKNOWN,
            "this is a test of the channel " + channel.name(),
            "nothing; somebody ran 'understudy notify test'",
            now);
    try {
      Transports.of(channel).send(new Message(List.of(test)));
      return Optional.empty();
    } catch (UnderstudyException e) {
      return Optional.of(secrets.mask(Objects.toString(e.getMessage(), "unknown")));
    }
  }
}
