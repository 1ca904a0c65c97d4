package dev.understudy.outbox;

import dev.understudy.store.InstantText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code delivery}, read together with what is delivered. */
final class DeliveryTable {
  private static final String ROWS =
      """
      SELECT d.*, n.cluster, n.subject, n.severity, n.sentence, n.remedy, n.at
      FROM delivery d JOIN notification n ON n.id = d.notification
      """;

  private DeliveryTable() {}

  static void insert(Handle handle, long id, String channel, Notification notification) {
    handle
        .createUpdate(
            """
            INSERT INTO delivery (notification, channel, state, next_at)
            VALUES (:id, :channel, 'waiting', :at)
            """)
        .bind("id", id)
        .bind("channel", channel)
        .bind("at", notification.at())
        .execute();
  }

  /** What waits for a channel and is due, oldest first. */
  static List<Delivery> due(Handle handle, String channel, Instant now, int most) {
    return handle
        .createQuery(
            ROWS
                + """
                WHERE d.state = 'waiting' AND d.channel = :channel AND d.next_at <= :now
                ORDER BY n.id LIMIT :most
                """)
        .bind("channel", channel)
        .bind("now", now)
        .bind("most", most)
        .map((row, context) -> read(row))
        .list();
  }

  /** The channels for which something waits. */
  static List<String> waitedFor(Handle handle) {
    return handle
        .createQuery("SELECT DISTINCT channel FROM delivery WHERE state = 'waiting'")
        .mapTo(String.class)
        .list();
  }

  static void giveUp(Handle handle, String channel, Instant now) {
    handle
        .createUpdate(
            """
            UPDATE delivery SET state = 'given up', ended_at = :now, failure = 'no such channel'
            WHERE state = 'waiting' AND channel = :channel
            """)
        .bind("now", now)
        .bind("channel", channel)
        .execute();
  }

  /** The newest of all channels, newest first. */
  static List<Delivery> newest(Handle handle, int most) {
    return handle
        .createQuery(ROWS + "ORDER BY n.id DESC, d.channel LIMIT :most")
        .bind("most", most)
        .map((row, context) -> read(row))
        .list();
  }

  static void delivered(Handle handle, Delivery delivery, Instant now) {
    update(handle, delivery, Delivery.State.DELIVERED, delivery.next(), now, "");
  }

  /**
   * @param next empty when it is given up
   */
  static void failed(
      Handle handle, Delivery delivery, Optional<Instant> next, Instant now, String failure) {
    update(
        handle,
        delivery,
        next.isPresent() ? Delivery.State.WAITING : Delivery.State.GIVEN_UP,
        next.orElse(delivery.next()),
        next.isPresent() ? null : now,
        failure);
  }

  private static void update(
      Handle handle,
      Delivery delivery,
      Delivery.State state,
      Instant next,
      @Nullable Instant ended,
      String failure) {
    handle
        .createUpdate(
            """
            UPDATE delivery SET state = :state, attempts = attempts + 1, next_at = :next,
              ended_at = :ended, failure = :failure
            WHERE notification = :id AND channel = :channel AND state = 'waiting'
            """)
        .bind("state", state.label())
        .bind("next", next)
        .bind("ended", ended)
        .bind("failure", failure)
        .bind("id", delivery.id())
        .bind("channel", delivery.channel())
        .execute();
  }

  private static Delivery read(ResultSet row) throws SQLException {
    String ended = row.getString("ended_at");
    return new Delivery(
        row.getLong("notification"),
        notification(row),
        row.getString("channel"),
        Delivery.State.of(row.getString("state")),
        row.getInt("attempts"),
        InstantText.parse(row.getString("next_at")),
        ended == null ? null : InstantText.parse(ended),
        row.getString("failure"));
  }

  static Notification notification(ResultSet row) throws SQLException {
    return new Notification(
        row.getString("cluster"),
        row.getString("subject"),
        Outbox.severity(row.getString("severity")),
        row.getString("sentence"),
        row.getString("remedy"),
        InstantText.parse(row.getString("at")));
  }
}
