package dev.understudy.failover;

import dev.understudy.wal.Lsn;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.Moment;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one snapshot alone does not tell: since when a standby has not moved, and when the service
 * was frozen. Each snapshot makes the next value.
 *
 * @param stuckSince standbys that do not move although they should
 * @param received how far each had come
 * @param observedSince of each node, at the snapshot before
 * @param pausedAt when all nodes together began to be observed anew; null when that never happened
 */
record Tracker(
    Map<String, Moment> stuckSince,
    Map<String, String> received,
    Map<String, Moment> observedSince,
    @Nullable Moment pausedAt) {

  static final Tracker FRESH = new Tracker(Map.of(), Map.of(), Map.of(), null);

  Tracker {
    stuckSince = Map.copyOf(stuckSince);
    received = Map.copyOf(received);
    observedSince = Map.copyOf(observedSince);
  }

  /**
   * The value after one more snapshot.
   *
   * @param primary the registered primary
   */
  Tracker next(ClusterSnapshot snapshot, String primary) {
    Optional<NodeReading> leader =
        snapshot
            .node(primary)
            .filter(NodeSnapshot::answers)
            .flatMap(NodeSnapshot::lastReading)
            .filter(NodeReading::primary);
    Map<String, Moment> stuck = new HashMap<>();
    Map<String, String> positions = new HashMap<>();
    Map<String, Moment> observed = new HashMap<>();
    for (NodeSnapshot node : snapshot.nodes().values()) {
      observed.put(node.node(), node.observedSince());
      if (!node.node().equals(primary) && node.answers() && leader.isPresent()) {
        NodeReading reading = node.lastReading().orElseThrow();
        String position = reading.state().received();
        positions.put(node.node(), position);
        boolean moved = !position.equals(received.getOrDefault(node.node(), ""));
        if (reading.primary()
            || !reading.streaming()
            || (behind(leader.get(), position) && !moved)) {
          stuck.put(node.node(), stuckSince.getOrDefault(node.node(), snapshot.at()));
        }
      }
    }
    return new Tracker(stuck, positions, observed, paused(observed));
  }

  private static boolean behind(NodeReading primary, String position) {
    String written = primary.state().lsn();
    return !written.isEmpty()
        && !position.isEmpty()
        && Lsn.parse(written).compareTo(Lsn.parse(position)) > 0;
  }

  private @Nullable Moment paused(Map<String, Moment> now) {
    boolean allAnew =
        !observedSince.isEmpty()
            && observedSince.entrySet().stream()
                .allMatch(
                    old ->
                        now.containsKey(old.getKey())
                            && Witness.earlier(old.getValue(), now.get(old.getKey())));
    return allAnew ? now.values().iterator().next() : pausedAt;
  }
}
