package dev.understudy.failover;

import dev.understudy.config.ClusterConfig;
import dev.understudy.postgres.LastPrimary;
import dev.understudy.store.FailoverRow;
import dev.understudy.store.RegisteredCluster;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.Moment;
import java.util.List;
import java.util.Optional;

/**
 * What the observer decides, without its store and threads: the real tracker and judge, one
 * snapshot after the other.
 */
public final class OpenObserver {
  private Tracker tracker = Tracker.FRESH;

  /** The verdict on one more snapshot. */
  public Verdict judge(ClusterSnapshot snapshot, Circumstances facts, Moment now) {
    String primary = facts.registered().map(Circumstances.Registered::primary).orElse("");
    tracker = tracker.next(snapshot, primary);
    Circumstances with =
        new Circumstances(
            facts.config(),
            facts.registered(),
            facts.outdated(),
            facts.maintenance(),
            facts.lastAutomatic(),
            facts.runs(),
            facts.waits(),
            facts.onPrimaryHost(),
            Optional.ofNullable(tracker.pausedAt()),
            facts.surroundings(),
            tracker.stuckSince(),
            facts.lastKnown());
    return Judge.judge(snapshot, with, now);
  }

  /** What is known of the primary that is lost. */
  public static LastPrimary lastPrimary(Circumstances facts, ClusterSnapshot snapshot) {
    String primary = facts.registered().map(Circumstances.Registered::primary).orElse("");
    return Permission.lastPrimary(facts, snapshot.nodes().get(primary));
  }

  /** The old primary that is to rejoin. */
  public static Optional<String> returned(
      ClusterSnapshot snapshot, RegisteredCluster registered, List<FailoverRow> changes) {
    return Returned.of(snapshot, registered, changes);
  }

  public static ClusterConfig config(int nodes, String failover) {
    return Scene.config(nodes, failover);
  }
}
