package dev.understudy.failover;

import dev.understudy.postgres.LastPrimary;
import dev.understudy.store.InstantText;
import dev.understudy.store.Store;
import dev.understudy.wal.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was thought of clusters, as the store keeps it; read by any process. */
public final class Verdicts {
  private static final Duration KEPT = Duration.ofDays(60);

  private final Store store;

  public Verdicts(Store store) {
    this.store = store;
  }

  /** The verdict that held at a time; empty when none was written down by then. */
  public Optional<RecordedVerdict> at(String cluster, Instant at) {
    return store.reader().withHandle(handle -> VerdictTable.at(handle, cluster, at));
  }

  /** Those that were written down in a span of time, oldest first. */
  public List<RecordedVerdict> between(String cluster, Instant from, Instant to) {
    return store.reader().withHandle(handle -> VerdictTable.between(handle, cluster, from, to));
  }

  /** Those that started a failover, newest first. */
  public List<RecordedVerdict> starts(String cluster) {
    return store.reader().withHandle(handle -> VerdictTable.starts(handle, cluster));
  }

  /** Whether a service watched the cluster at a time. */
  public boolean watched(String cluster, Instant at) {
    return store
            .reader()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            """
                        SELECT count(*) FROM watch_span WHERE cluster = :cluster
                          AND from_at <= :at AND until_at >= :at""")
                        .bind("cluster", cluster)
                        .bind("at", at)
                        .mapTo(Integer.class)
                        .one())
        > 0;
  }

  /** What was seen of the primary last. */
  public Optional<LastPrimary> lastKnown(String cluster) {
    return store
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT * FROM primary_seen WHERE cluster = :cluster")
                    .bind("cluster", cluster)
                    .map(
                        (row, context) ->
                            new LastPrimary(
                                row.getString("system_id"),
                                row.getInt("timeline"),
                                Optional.of(Lsn.parse(row.getString("lsn")))))
                    .findOne());
  }

  /**
   * Writes a verdict down.
   *
   * @param starts whether a failover is about to be started by it
   * @return its id
   */
  long record(Verdict verdict, Instant at, boolean starts) {
    return store
        .writer()
        .inTransaction(
            handle -> {
              VerdictTable.forget(handle, verdict.cluster(), at.minus(KEPT));
              long id = VerdictTable.insert(handle, verdict, at);
              if (starts) {
                VerdictTable.insertStart(handle, id, verdict.cluster(), at);
              }
              return id;
            });
  }

  /** What came of the start of a failover. */
  void started(long verdict, Optional<String> run, String refused) {
    store.writer().useTransaction(h -> VerdictTable.endStart(h, verdict, run, refused));
  }

  /**
   * Somebody has taken note of the automatic failovers so far; the quiet period ends.
   *
   * @return whether there was one
   */
  public boolean acknowledge(String cluster, Instant at, String who) {
    int[] rows = new int[1];
    store.note(handle -> rows[0] = VerdictTable.acknowledge(handle, cluster, at, who));
    return rows[0] > 0;
  }

  /** Somebody has watched from one moment to another, and perhaps seen the primary. */
  void watched(String cluster, Instant from, Instant until, Optional<LastPrimary> primary) {
    store
        .writer()
        .useTransaction(
            handle -> {
              handle.execute(
                  """
                  INSERT INTO watch_span (cluster, from_at, until_at) VALUES (?, ?, ?)
                  ON CONFLICT (cluster, from_at) DO UPDATE SET until_at = excluded.until_at""",
                  cluster,
                  InstantText.format(from),
                  InstantText.format(until));
              handle.execute(
                  "DELETE FROM watch_span WHERE cluster = ? AND until_at < ?",
                  cluster,
                  InstantText.format(until.minus(KEPT)));
              primary.ifPresent(
                  seen ->
                      handle.execute(
                          """
                          INSERT INTO primary_seen (cluster, at, system_id, timeline, lsn)
                          VALUES (?, ?, ?, ?, ?) ON CONFLICT (cluster) DO UPDATE SET
                            at = excluded.at, system_id = excluded.system_id,
                            timeline = excluded.timeline, lsn = excluded.lsn""",
                          cluster,
                          InstantText.format(until),
                          seen.systemIdentifier(),
                          seen.timeline(),
                          seen.written().orElse(Lsn.NONE).toString()));
            });
  }
}
