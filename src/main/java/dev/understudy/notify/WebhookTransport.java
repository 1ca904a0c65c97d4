package dev.understudy.notify;

import dev.understudy.common.UnderstudyException;
import dev.understudy.config.NotifyConfig.Webhook;
import java.time.Duration;

/** Posts JSON. */
final class WebhookTransport implements Transport {
  private final Webhook webhook;
  private final HttpCalls calls;

  WebhookTransport(String name, Webhook webhook, Duration limit) {
    this.webhook = webhook;
    this.calls = new HttpCalls("notify " + name, limit);
  }

  /**
   * @throws UnderstudyException unless the answer is 2xx; a receiver may get a message twice
   */
  @Override
  public void send(Message message) {
    String body =
        switch (webhook.format()) {
          case JSON -> message.json();
          case SLACK -> message.slack();
        };
    calls.post(webhook.url(), body);
  }
}
