package dev.understudy.timetable;

import dev.understudy.config.ArchiveConfig.Backups;
import dev.understudy.config.ClusterConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The base backups of a cluster: a missed one is made up for; a full one makes others needless. */
final class BackupEntries {
  private BackupEntries() {}

  static List<Entry> of(ClusterConfig cluster) {
    Backups backups = cluster.archive().backups();
    List<Entry> entries = new ArrayList<>();
    backups.full().ifPresent(times -> entries.add(entry(cluster, "full", times, Set.of())));
    backups
        .incremental()
        .ifPresent(
            times ->
                entries.add(
                    entry(cluster, "incremental", times, Set.of(id(cluster.name(), "full")))));
    return entries;
  }

  private static Entry entry(
      ClusterConfig cluster, String type, String times, Set<String> yieldsTo) {
    String name = cluster.name();
    return new Entry(
        id(name, type),
        name,
        new Rhythm.Calendar(times),
        Misfire.ONCE,
        "base-backup",
        Map.of("cluster", name, "type", type),
        yieldsTo);
  }

  private static String id(String cluster, String type) {
    return cluster + "/backup-" + type;
  }
}
