package dev.understudy.timetable;

import dev.understudy.config.ClusterConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The restore drill of a cluster; one that was missed is made up for. */
final class DrillEntries {
  private DrillEntries() {}

  static List<Entry> of(ClusterConfig cluster) {
    String name = cluster.name();
    return cluster.archive().restoreDrill().stream()
        .map(
            drill ->
                new Entry(
                    name + "/restore-drill",
                    name,
                    new Rhythm.Calendar(drill.schedule()),
                    Misfire.ONCE,
                    "restore-drill",
                    Map.of("cluster", name, "node", drill.on()),
                    Set.of()))
        .toList();
  }
}
