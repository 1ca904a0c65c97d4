package dev.understudy.audit;

import dev.understudy.audit.Sample.Name;
import dev.understudy.audit.Sample.Series;
import dev.understudy.store.InstantText;
import dev.understudy.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What nodes were like at earlier looks, kept in the store. */
final class NodeSamples {
  private final Store store;

  NodeSamples(Store store) {
    this.store = store;
  }

  /** Those that lie before a moment, oldest first. */
  Map<Series, List<Sample>> before(Instant now, String cluster) {
    Map<Series, List<Sample>> samples = new HashMap<>();
    store
        .reader()
        .useHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT node, name, at, value FROM sample
                        WHERE cluster = :cluster AND at < :now ORDER BY at""")
                    .bind("cluster", cluster)
                    .bind("now", now)
                    .map(
                        (row, context) ->
                            Map.entry(
                                new Series(
                                    row.getString("node"), Name.valueOf(row.getString("name"))),
                                new Sample(
                                    InstantText.parse(row.getString("at")), row.getLong("value"))))
                    .forEach(
                        one ->
                            samples
                                .computeIfAbsent(one.getKey(), series -> new ArrayList<>())
                                .add(one.getValue())));
    return samples;
  }

  /** Keeps more, and lets go of those that are too old, or from a clock that was wrong. */
  void keep(String cluster, Map<Series, Sample> newest, Instant now) {
    store.note(
        handle -> newest.forEach((series, sample) -> keep(handle, cluster, series, sample, now)));
  }

  private static void keep(
      Handle handle, String cluster, Series series, Sample sample, Instant now) {
    handle
        .createUpdate(
            """
            DELETE FROM sample WHERE cluster = :cluster AND node = :node AND name = :name
              AND (at < :oldest OR at > :now)""")
        .bind("cluster", cluster)
        .bind("node", series.node())
        .bind("name", series.name().name())
        .bind("oldest", now.minus(series.name().kept))
        .bind("now", now)
        .execute();
    handle
        .createUpdate(
            """
            INSERT INTO sample (cluster, node, name, at, value)
            VALUES (:cluster, :node, :name, :at, :value) ON CONFLICT DO NOTHING""")
        .bind("cluster", cluster)
        .bind("node", series.node())
        .bind("name", series.name().name())
        .bind("at", sample.at())
        .bind("value", sample.value())
        .execute();
  }
}
