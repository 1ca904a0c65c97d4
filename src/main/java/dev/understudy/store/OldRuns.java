package dev.understudy.store;

import java.time.Instant;
import java.util.List;

/** Runs that ended long ago, with their steps, attempts, events and signals. */
public final class OldRuns {
  /** Kept whatever their age: what tells who was the primary, and the newest of each kind. */
  private static final String CHOOSE =
      """
      INSERT INTO forgetting (run)
      SELECT r.id FROM run r
      WHERE r.ended_at < :limit AND r.status IN ('done', 'failed', 'cancelled')
        AND EXISTS (SELECT 1 FROM run newer WHERE newer.cluster = r.cluster
          AND newer.workflow = r.workflow AND newer.status = r.status AND newer.id > r.id)
        AND NOT EXISTS (SELECT 1 FROM failover WHERE run = r.id)
        AND NOT EXISTS (SELECT 1 FROM failover_start WHERE run = r.id)
        AND NOT EXISTS (SELECT 1 FROM lease WHERE run = r.id)
        AND NOT EXISTS (SELECT 1 FROM run waiting WHERE waiting.preempted_by = r.id)
        AND r.id NOT IN (SELECT run FROM
          (SELECT run, row_number() OVER (PARTITION BY cluster ORDER BY marked_at DESC) AS place
           FROM drill WHERE passed = 1) WHERE place = 1)
      ORDER BY r.ended_at LIMIT :most""";

  private static final List<String> FORGET =
      List.of(
          "DELETE FROM event WHERE run IN (SELECT run FROM forgetting)",
          "DELETE FROM attempt WHERE run IN (SELECT run FROM forgetting)",
          "DELETE FROM step WHERE run IN (SELECT run FROM forgetting)",
          "DELETE FROM drill WHERE run IN (SELECT run FROM forgetting)",
          "DELETE FROM signal WHERE handled_at IS NOT NULL"
              + " AND run IN (SELECT run FROM forgetting)",
          "DELETE FROM run WHERE id IN (SELECT run FROM forgetting)",
          "DELETE FROM forgetting");

  private final Store store;

  public OldRuns(Store store) {
    this.store = store;
  }

  /**
   * Lets go of some that ended before a time.
   *
   * @param most so many at most, so that nobody waits long for the writer
   * @return how many
   */
  public int forget(Instant limit, int most) {
    return store
        .writer()
        .inTransaction(
            handle -> {
              int chosen =
                  handle.createUpdate(CHOOSE).bind("limit", limit).bind("most", most).execute();
              if (chosen > 0) {
                FORGET.forEach(handle::execute);
              }
              return chosen;
            });
  }

  /**
   * Lets go of what was ordered, and answered, before a time; such rows name no run, or an old one.
   */
  public void forgetSignals(Instant limit) {
    store
        .writer()
        .useTransaction(
            handle ->
                handle
                    .createUpdate("DELETE FROM signal WHERE handled_at < :limit")
                    .bind("limit", limit)
                    .execute());
  }
}
