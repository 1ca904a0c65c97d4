package dev.understudy.failover;

import dev.understudy.postgres.NodeState;
import dev.understudy.postgres.PgVersion;
import dev.understudy.postgres.SenderState;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.Moment;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import dev.understudy.watch.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What alpha, the primary of three nodes, says of those who stream from it, look by look. A look is
 * 400 ms; each writes something.
 */
final class PrimaryLooks {
  private static final Duration LOOK = Duration.ofMillis(400);

  String names = "";
  String commit = "on";
  private long looks;

  /** Each standby by name with what it has flushed: {@code =} all, {@code -} the first only. */
  ClusterSnapshot next(String... standbys) {
    looks++;
    List<SenderState> senders = new ArrayList<>();
    for (String standby : standbys) {
      String name = standby.substring(0, standby.length() - 1);
      String flushed = lsn(standby.endsWith("=") ? looks : 1);
      senders.add(
          new SenderState(1, "replicator", name, "", "streaming", "async", "", "", flushed, ""));
    }
    Map<String, NodeSnapshot> nodes = new LinkedHashMap<>();
    for (String name : List.of("alpha", "bravo", "charlie")) {
      Part<NodeReading> part = name.equals("alpha") ? new Part<>(reading(senders), now()) : null;
      nodes.put(name, new NodeSnapshot(name, Scene.NOW, part, null, null, null, null, null));
    }
    return new ClusterSnapshot("orders", looks, now(), nodes);
  }

  private NodeReading reading(List<SenderState> senders) {
    NodeState state =
        new NodeState(
            false, Scene.SYSTEM, 1, lsn(looks), "", "", false, true, new PgVersion(15, 0), "15");
    return new NodeReading(
        state,
        Optional.empty(),
        senders,
        List.of(),
        Optional.empty(),
        1,
        Map.of("synchronous_standby_names", names, "synchronous_commit", commit),
        "");
  }

  /** The time of the newest look. */
  Moment now() {
    Duration age = LOOK.multipliedBy(looks);
    return new Moment(Scene.NOW.nanos() + age.toNanos(), Scene.NOW.instant().plus(age));
  }

  private static String lsn(long look) {
    return "0/" + Long.toHexString(0x1000 * look).toUpperCase(Locale.ROOT);
  }
}
