package dev.understudy.archive;

import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.DrillRow;
import java.util.Optional;

/** The restore drills that the store knows. */
public final class Drills {
  private Drills() {}

  /** The newest one of a cluster that has ended; one that failed too. */
  public static Optional<Drill> newest(ClusterRegistry registry, String cluster) {
    return registry.drills(cluster).stream().findFirst().map(Drills::drill);
  }

  private static Drill drill(DrillRow row) {
    return new Drill(
        row.endedAt(),
        row.passed(),
        row.why(),
        row.restoredBytes(),
        row.restore(),
        row.replayedBytes(),
        row.replay());
  }
}
