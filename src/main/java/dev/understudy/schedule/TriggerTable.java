package dev.understudy.schedule;

import dev.understudy.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.quartz.TriggerKey;

/** Reads Quartz's triggers without going through Quartz and the writer connection. */
final class TriggerTable {
  private static final String SELECT =
      """
      SELECT t.TRIGGER_NAME, t.TRIGGER_GROUP, t.TRIGGER_STATE, t.NEXT_FIRE_TIME, t.START_TIME,
        CASE s.REPEAT_COUNT WHEN 0 THEN 0 ELSE s.REPEAT_INTERVAL END AS INTERVAL_MILLIS
      FROM QRTZ_TRIGGERS t JOIN QRTZ_SIMPLE_TRIGGERS s
        USING (SCHED_NAME, TRIGGER_NAME, TRIGGER_GROUP)
      WHERE t.SCHED_NAME = :scheduler AND t.TRIGGER_GROUP IN ('once', 'every')
      """;

  private final Store store;
  private final String scheduler;

  TriggerTable(Store store) {
    this.store = store;
    this.scheduler = QuartzSetup.schedulerName(store);
  }

  List<TriggerRow> all() {
    return store
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery(SELECT)
                    .bind("scheduler", scheduler)
                    .map((row, context) -> row(row))
                    .list());
  }

  Optional<TriggerRow> find(TriggerKey key) {
    return store
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        SELECT + " AND t.TRIGGER_NAME = :name AND t.TRIGGER_GROUP = :group")
                    .bind("scheduler", scheduler)
                    .bind("name", key.getName())
                    .bind("group", key.getGroup())
                    .map((row, context) -> row(row))
                    .findOne());
  }

  private static TriggerRow row(ResultSet row) throws SQLException {
    return new TriggerRow(
        new TriggerKey(row.getString("TRIGGER_NAME"), row.getString("TRIGGER_GROUP")),
        row.getString("TRIGGER_STATE"),
        row.getLong("NEXT_FIRE_TIME"),
        row.getLong("START_TIME"),
        row.getLong("INTERVAL_MILLIS"));
  }
}
