package dev.understudy.failover;

import dev.understudy.postgres.SenderState;
import dev.understudy.wal.Lsn;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.Moment;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import dev.understudy.watch.Part;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which standbys confirm what the primary writes, by the primary's own word, and since when each
 * does or does not. Each snapshot makes the next value; one without a new answer of the primary
 * changes nothing.
 *
 * @param reading the newest answer of the primary; null before the first
 * @param goodSince those that have confirmed all that was written at the look before, or went on
 * @param badSince those that have not, or do not stream
 */
record Confirming(
    @Nullable Part<NodeReading> reading,
    Map<String, Moment> goodSince,
    Map<String, Moment> badSince) {
  static final Confirming FRESH = new Confirming(null, Map.of(), Map.of());

  Confirming {
    goodSince = Map.copyOf(goodSince);
    badSince = Map.copyOf(badSince);
  }

  /**
   * The value after one more snapshot.
   *
   * @param primary the registered primary
   */
  Confirming next(ClusterSnapshot snapshot, String primary) {
    Optional<NodeSnapshot> node = snapshot.node(primary).filter(NodeSnapshot::answers);
    Part<NodeReading> now = node.map(NodeSnapshot::reading).orElse(null);
    if (now == null || now.equals(reading) || !now.value().primary()) {
      return this;
    }
    Map<String, Moment> good = new HashMap<>();
    Map<String, Moment> bad = new HashMap<>();
    for (String standby : snapshot.nodes().keySet()) {
      if (standby.equals(primary)) {
        continue;
      }
      if (confirms(standby, now.value())) {
        good.put(standby, goodSince.getOrDefault(standby, now.asked()));
      } else {
        bad.put(standby, badSince.getOrDefault(standby, begun(standby, now)));
      }
    }
    return new Confirming(now, good, bad);
  }

  private boolean confirms(String standby, NodeReading now) {
    Optional<String> flushed = flushed(standby, now);
    if (flushed.isEmpty() || reading == null) {
      return flushed.isPresent();
    }
    String written = reading.value().state().lsn();
    Optional<String> before = flushed(standby, reading.value());
    return reached(flushed.get(), written)
        || (before.isPresent() && !before.get().equals(flushed.get()));
  }

  /** Where it streams, how far it has it on its disk. */
  private static Optional<String> flushed(String standby, NodeReading primary) {
    return primary.senders().stream()
        .filter(sender -> sender.applicationName().equals(standby) && sender.streaming())
        .map(SenderState::flushed)
        .filter(position -> !position.isEmpty())
        .findFirst();
  }

  private static boolean reached(String flushed, String written) {
    return written.isEmpty() || Lsn.parse(flushed).compareTo(Lsn.parse(written)) >= 0;
  }

  /** One that streams has lacked since the look before what was written then. */
  private Moment begun(String standby, Part<NodeReading> now) {
    return reading != null && flushed(standby, now.value()).isPresent()
        ? reading.asked()
        : now.asked();
  }
}
