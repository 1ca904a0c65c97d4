package dev.understudy.outbox;

import dev.understudy.common.Severity;
import dev.understudy.config.NotifyConfig.Channel;

/** Which channel gets a notification: a function of both. */
final class Routing {
  private Routing() {}

  /**
   * @param told the gravest that this channel was told since the subject was last resolved; OK if
   *     nothing
   */
  static boolean goesTo(Channel channel, Notification notification, Severity told) {
    boolean ours =
        channel.clusters().isEmpty() || channel.clusters().contains(notification.cluster());
    // Whoever was told that something is wrong is told how it goes on, until it is over.
    return ours && (reaches(channel.least(), notification.severity()) || told != Severity.OK);
  }

  private static boolean reaches(Severity least, Severity severity) {
    return Severity.GRAVEST_FIRST.compare(severity, least) <= 0 && severity != Severity.OK;
  }
}
