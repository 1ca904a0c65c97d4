package dev.understudy.failover;

import dev.understudy.failover.Circumstances.Registered;
import dev.understudy.postgres.SqlFailure;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.HostReading;
import dev.understudy.watch.Moment;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import dev.understudy.watch.Part;
import dev.understudy.watch.SqlTrouble;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is the matter while the primary answers the service: never a failover. */
final class PresentPrimary {
  private final ClusterSnapshot snapshot;
  private final Circumstances known;
  private final NodeSnapshot primary;
  private final Moment now;

  PresentPrimary(ClusterSnapshot snapshot, Circumstances known, NodeSnapshot primary, Moment now) {
    this.snapshot = snapshot;
    this.known = known;
    this.primary = primary;
    this.now = now;
  }

  Finding find(Registered registered) {
    NodeReading reading = primary.lastReading().orElseThrow();
    if (!Judge.ofThisSystem(primary, registered)) {
      return Finding.of(
          Code.NO_PRIMARY,
          "%s answers with the system identifier %s, and the cluster's is %s."
              .formatted(
                  primary.node(),
                  reading.state().systemIdentifier(),
                  registered.systemIdentifier()));
    }
    if (!reading.primary()) {
      return Finding.of(
          Code.NO_PRIMARY,
          primary.node() + " is to be the primary, and is a standby. Nobody accepts writes.");
    }
    return disk()
        .or(this::door)
        .or(() -> standbys(reading))
        .orElseGet(
            () ->
                Finding.of(
                    Code.HEALTHY, primary.node() + " accepts writes, and its standbys follow."));
  }

  private Optional<Finding> disk() {
    Part<HostReading> host = primary.host();
    boolean full = host != null && AbsentPrimary.full(host.value());
    return full
        ? Optional.of(
            Finding.of(
                Code.NO_SPACE,
                primary.node()
                    + "'s disk is full. Nobody takes over: another disk would be full soon. Make"
                    + " room."))
        : Optional.empty();
  }

  private Optional<Finding> door() {
    Part<SqlTrouble> door = primary.door();
    if (door == null) {
      return Optional.empty();
    }
    boolean crowded = door.value().failure() == SqlFailure.TOO_MANY_CONNECTIONS;
    return Optional.of(
        Finding.of(
            crowded ? Code.TOO_MANY_CONNECTIONS : Code.DOOR_CLOSED,
            crowded
                ? primary.node() + " serves, and has no connection left for anybody new."
                : primary.node() + " serves the connections that it has, and lets no new one in.",
            List.of(door.value().toString())));
  }

  /** The worst that is the matter with a standby; all of it is evidence. */
  private Optional<Finding> standbys(NodeReading reading) {
    List<Finding> all = new ArrayList<>();
    for (NodeSnapshot node : snapshot.nodes().values()) {
      if (!node.node().equals(primary.node())) {
        new StandbyCheck(node, reading, known, now).find().ifPresent(all::add);
      }
    }
    List<String> sentences = all.stream().map(Finding::sentence).toList();
    return all.stream()
        .max(Comparator.comparing(Finding::code))
        .map(worst -> Finding.of(worst.code(), worst.sentence(), sentences));
  }
}
