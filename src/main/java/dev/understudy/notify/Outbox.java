package dev.understudy.notify;

import dev.understudy.common.Severity;
import dev.understudy.config.NotifyConfig.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Where notifications are put, in the transaction of whatever they tell of. */
public final class Outbox {
  private static final Duration KEPT = Duration.ofDays(90);

  private final List<Channel> channels;

  public Outbox(List<Channel> channels) {
    this.channels = List.copyOf(channels);
  }

  /**
   * Puts it on its way to every channel that it concerns. One that tells no more than the one
   * before on its subject is left out.
   *
   * @return whether there is something to deliver
   */
  public boolean put(Handle handle, Notification notification) {
    Severity before = newest(handle, notification).orElse(Severity.OK);
    if (before == notification.severity()) {
      return false;
    }
    List<Channel> concerned =
        channels.stream()
            .filter(
                channel ->
                    Routing.goesTo(channel, notification, told(handle, notification, channel)))
            .toList();
    long id = insert(handle, notification);
    concerned.forEach(channel -> DeliveryTable.insert(handle, id, channel.name(), notification));
    return !concerned.isEmpty();
  }

  /**
   * Makes what was told agree with what is the matter: what is new or has changed is put, and what
   * is no longer among it is over. So nothing is lost that happened while nobody looked.
   *
   * @param open everything that is the matter now, one for each subject of a cluster
   */
  public void settle(Handle handle, Collection<Notification> open, Instant now) {
    Set<List<String>> subjects = new HashSet<>();
    for (Notification notification : open) {
      subjects.add(List.of(notification.cluster(), notification.subject()));
      put(handle, notification);
    }
    for (Notification told : unresolved(handle)) {
      if (!subjects.contains(List.of(told.cluster(), told.subject()))) {
        put(handle, told.resolved(now));
      }
    }
  }

  /** Lets go of what has ended long ago. */
  public void tidy(Handle handle, Instant now) {
    handle
        .createUpdate(
            """
            DELETE FROM notification WHERE at < :oldest
              AND NOT EXISTS (SELECT 1 FROM delivery
                WHERE notification = notification.id AND state = 'waiting')
              AND id <> (SELECT max(id) FROM notification AS newer
                WHERE newer.cluster = notification.cluster
                  AND newer.subject = notification.subject)
            """)
        .bind("oldest", now.minus(KEPT))
        .execute();
  }

  private static List<Notification> unresolved(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT * FROM notification WHERE severity <> 'ok' AND id IN
              (SELECT max(id) FROM notification GROUP BY cluster, subject)
            ORDER BY id
            """)
        .map((row, context) -> DeliveryTable.notification(row))
        .list();
  }

  private static Optional<Severity> newest(Handle handle, Notification notification) {
    return handle
        .createQuery(
            """
            SELECT severity FROM notification WHERE cluster = :cluster AND subject = :subject
            ORDER BY id DESC LIMIT 1
            """)
        .bind("cluster", notification.cluster())
        .bind("subject", notification.subject())
        .mapTo(String.class)
        .findOne()
        .map(Outbox::severity);
  }

  private static Severity told(Handle handle, Notification notification, Channel channel) {
    List<Severity> severities =
        handle
            .createQuery(
                """
                SELECT n.severity FROM notification n JOIN delivery d ON d.notification = n.id
                WHERE n.cluster = :cluster AND n.subject = :subject AND d.channel = :channel
                  AND n.id > coalesce((SELECT max(id) FROM notification
                    WHERE cluster = :cluster AND subject = :subject AND severity = 'ok'), 0)
                """)
            .bind("cluster", notification.cluster())
            .bind("subject", notification.subject())
            .bind("channel", channel.name())
            .mapTo(String.class)
            .map(Outbox::severity)
            .list();
    return Severity.worst(severities);
  }

  private static long insert(Handle handle, Notification notification) {
    return handle
        .createQuery(
            """
            INSERT INTO notification (cluster, subject, severity, sentence, remedy, at)
            VALUES (:cluster, :subject, :severity, :sentence, :remedy, :at) RETURNING id
            """)
        .bind("cluster", notification.cluster())
        .bind("subject", notification.subject())
        .bind("severity", word(notification.severity()))
        .bind("sentence", notification.sentence())
        .bind("remedy", notification.remedy())
        .bind("at", notification.at())
        .mapTo(Long.class)
        .one();
  }

  static String word(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }

  static Severity severity(String word) {
    return Severity.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
