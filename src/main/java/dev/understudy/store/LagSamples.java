package dev.understudy.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** How far standbys were behind at times. */
public final class LagSamples {
  private final Store store;

  public LagSamples(Store store) {
    this.store = store;
  }

  /**
   * One look at a standby.
   *
   * @param bytes that it had not replayed of what the primary had written
   */
  public record Sample(String node, Instant at, long bytes) {}

  /**
   * Keeps what was seen of all clusters at one time, and lets go of what is older than the limit.
   *
   * @param seen by cluster and node, in bytes
   */
  public void keep(Instant at, Map<String, Map<String, Long>> seen, Instant limit) {
    store.note(
        handle -> {
          handle
              .createUpdate("DELETE FROM lag_sample WHERE at < :limit")
              .bind("limit", limit)
              .execute();
          try (var batch =
              handle.prepareBatch(
                  """
                  INSERT INTO lag_sample (cluster, node, at, bytes)
                  VALUES (:cluster, :node, :at, :bytes) ON CONFLICT DO NOTHING""")) {
            seen.forEach(
                (cluster, nodes) ->
                    nodes.forEach(
                        (node, bytes) ->
                            batch
                                .bind("cluster", cluster)
                                .bind("node", node)
                                .bind("at", at)
                                .bind("bytes", bytes)
                                .add()));
            if (batch.size() > 0) {
              batch.execute();
            }
          }
        });
  }

  /** Those of a cluster from a time on, by node and then oldest first. */
  public List<Sample> since(String cluster, Instant from) {
    return store
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT node, at, bytes FROM lag_sample
                        WHERE cluster = :cluster AND at >= :from ORDER BY node, at""")
                    .bind("cluster", cluster)
                    .bind("from", from)
                    .map(
                        (row, context) ->
                            new Sample(
                                row.getString("node"),
                                InstantText.parse(row.getString("at")),
                                row.getLong("bytes")))
                    .list());
  }
}
