package dev.understudy.notify;

import dev.understudy.config.NotifyConfig.Channel;
import dev.understudy.config.NotifyConfig.Command;
import dev.understudy.config.NotifyConfig.Email;
import dev.understudy.config.NotifyConfig.Webhook;
import java.time.Duration;

/** The transport for each kind of target. */
final class Transports {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private Transports() {}

  static Transport of(Channel channel) {
    // An "if" for each, since Java 17 has no patterns in a switch.
    if (channel.target() instanceof Webhook webhook) {
      return new WebhookTransport(channel.name(), webhook, LIMIT);
    }
    if (channel.target() instanceof Email email) {
      return new EmailTransport(channel.name(), email, LIMIT);
    }
    return new CommandTransport(channel.name(), (Command) channel.target(), LIMIT);
  }
}
