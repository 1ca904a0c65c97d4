package dev.understudy.audit;

import dev.understudy.archive.PrimarySample;
import dev.understudy.store.InstantText;
import dev.understudy.store.Store;
import dev.understudy.wal.Lsn;
import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.SystemId;
import dev.understudy.wal.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What primaries were like at earlier looks, kept in the store. */
public final class ArchiveSamples {
  private static final Duration KEPT = Duration.ofDays(2);

  /** Looks that follow each other more closely tell nothing more. */
  private static final Duration APART = Duration.ofSeconds(5);

  private final Store store;

  public ArchiveSamples(Store store) {
    this.store = store;
  }

  /** Those of the last two days that lie before a moment, oldest first. */
  List<PrimarySample> before(Instant now, String cluster, SystemId system) {
    return store
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT at, timeline, written, ready, free FROM archive_sample
                        WHERE cluster = :cluster AND system_id = :system
                          AND at < :now AND at >= :oldest ORDER BY at""")
                    .bind("cluster", cluster)
                    .bind("system", system.toString())
                    .bind("now", now)
                    .bind("oldest", now.minus(KEPT))
                    .map(
                        (row, context) ->
                            new PrimarySample(
                                InstantText.parse(row.getString("at")),
                                new Timeline(row.getLong("timeline")),
                                Lsn.parse(row.getString("written")),
                                row.getLong("ready"),
                                row.getLong("free")))
                    .list());
  }

  /** How many segments waited from a time on, oldest first. */
  public SortedMap<Instant, Long> waiting(String cluster, Instant from) {
    SortedMap<Instant, Long> waiting = new TreeMap<>();
    store
        .reader()
        .useHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT at, ready FROM archive_sample WHERE cluster = :cluster AND at >= :from")
                    .bind("cluster", cluster)
                    .bind("from", from)
                    .map((row, context) -> Map.entry(row.getString("at"), row.getLong("ready")))
                    .forEach(row -> waiting.put(InstantText.parse(row.getKey()), row.getValue())));
    return waiting;
  }

  /** The size of segments at the last look, for when the primary cannot be asked. */
  Optional<SegmentSize> segmentSize(String cluster) {
    return store
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT segment_size FROM archive_sample WHERE cluster = :cluster
                        ORDER BY at DESC LIMIT 1""")
                    .bind("cluster", cluster)
                    .mapTo(Long.class)
                    .findOne()
                    .map(SegmentSize::new));
  }

  /** Keeps one more, and lets go of those that are too old, or from a clock that was wrong. */
  void keep(String cluster, SystemId system, PrimarySample sample, SegmentSize size) {
    store.note(
        handle -> {
          handle
              .createUpdate("DELETE FROM archive_sample WHERE at < :oldest OR at > :now")
              .bind("oldest", sample.at().minus(KEPT))
              .bind("now", sample.at())
              .execute();
          handle
              .createUpdate(
                  """
                  INSERT INTO archive_sample
                    (cluster, at, system_id, timeline, written, ready, free, segment_size)
                  SELECT :cluster, :at, :system, :timeline, :written, :ready, :free, :size
                  WHERE NOT EXISTS (SELECT 1 FROM archive_sample
                    WHERE cluster = :cluster AND system_id = :system AND at > :close)
                  ON CONFLICT DO NOTHING""")
              .bind("cluster", cluster)
              .bind("at", sample.at())
              .bind("system", system.toString())
              .bind("timeline", sample.timeline().id())
              .bind("written", sample.written().toString())
              .bind("ready", sample.ready())
              .bind("free", sample.free())
              .bind("size", size.bytes())
              .bind("close", sample.at().minus(APART))
              .execute();
        });
  }
}
