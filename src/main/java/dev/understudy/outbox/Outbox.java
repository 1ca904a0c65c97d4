package dev.understudy.outbox;

import dev.understudy.common.Severity;
import dev.understudy.config.NotifyConfig.Channel;
import dev.understudy.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Notifications on their way to the channels that they concern, kept in the store. */
public final class Outbox {
  private static final Duration KEPT = Duration.ofDays(90);

  private final Store store;
  private final List<Channel> channels;

  public Outbox(Store store, List<Channel> channels) {
    this.store = store;
    this.channels = List.copyOf(channels);
  }

  /**
   * Makes what was told agree with what is the matter: what is new or has changed is put on its way
   * to every channel that it concerns, and what is no longer among it is over. So nothing is lost
   * that happened while nobody looked.
   *
   * @param matters everything that is the matter now, one for each subject of a cluster
   */
  public void settle(Collection<Matter> matters, Instant now) {
    store.note(handle -> settle(handle, matters, now));
  }

  /** What waits for a channel and is due, oldest first. */
  public List<Delivery> due(String channel, Instant now, int most) {
    return store.reader().withHandle(handle -> DeliveryTable.due(handle, channel, now, most));
  }

  /** The receiver has taken them. */
  public void delivered(List<Delivery> deliveries, Instant now) {
    store.note(handle -> deliveries.forEach(one -> DeliveryTable.delivered(handle, one, now)));
  }

  /**
   * They did not arrive, and are tried again as long as that makes sense.
   *
   * @param failure why, without a secret
   */
  public void failed(List<Delivery> deliveries, String failure, Instant now) {
    store.note(
        handle ->
            deliveries.forEach(
                one -> {
                  Optional<Instant> next =
                      Patience.next(one.attempts() + 1, one.notification().at(), now);
                  DeliveryTable.failed(handle, one, next, now, failure);
                }));
  }

  /** Gives up what waits for channels that there are no longer. */
  public void giveUpOthers(Instant now) {
    List<String> known = channels.stream().map(Channel::name).toList();
    store.note(
        handle ->
            DeliveryTable.waitedFor(handle).stream()
                .filter(channel -> !known.contains(channel))
                .forEach(channel -> DeliveryTable.giveUp(handle, channel, now)));
  }

  /** Lets go of what has ended long ago, but for the newest on each subject. */
  public void tidy(Instant now) {
    store.note(
        handle ->
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
                .execute());
  }

  /** The newest deliveries, newest first; works in any process that can read the store. */
  public static List<Delivery> newest(Store store, int most) {
    return store.reader().withHandle(handle -> DeliveryTable.newest(handle, most));
  }

  private void settle(Handle handle, Collection<Matter> matters, Instant now) {
    Set<List<String>> subjects = new HashSet<>();
    for (Matter matter : matters) {
      Notification notification = matter.notification();
      subjects.add(List.of(notification.cluster(), notification.subject()));
      if (!matter.quiet()) {
        put(handle, notification);
      }
    }
    for (Notification told : unresolved(handle)) {
      if (!subjects.contains(List.of(told.cluster(), told.subject()))) {
        put(handle, told.resolved(now));
      }
    }
  }

  /** One that tells no more than the one before on its subject is left out. */
  private void put(Handle handle, Notification notification) {
    Severity before = newest(handle, notification).orElse(Severity.OK);
    if (before == notification.severity()) {
      return;
    }
    List<Channel> concerned =
        channels.stream()
            .filter(
                channel ->
                    Routing.goesTo(channel, notification, told(handle, notification, channel)))
            .toList();
    long id = insert(handle, notification);
    concerned.forEach(channel -> DeliveryTable.insert(handle, id, channel.name(), notification));
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
