package dev.understudy.timetable;

import dev.understudy.config.ArchiveConfig;
import dev.understudy.config.CheckConfig;
import dev.understudy.config.CheckGroup;
import dev.understudy.config.CheckId;
import dev.understudy.config.ClusterConfig;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The checks of a cluster: those that stand on one look and have the same times are one entry.
 * However many times were missed, they are made up for by one look.
 */
final class CheckEntries {
  private CheckEntries() {}

  static List<Entry> of(ClusterConfig cluster) {
    List<Entry> entries = new ArrayList<>();
    for (CheckGroup group : CheckGroup.values()) {
      if (applies(group, cluster)) {
        Map<Rhythm, Set<CheckId>> together = new LinkedHashMap<>();
        CheckId.of(group)
            .forEach(
                check ->
                    together
                        .computeIfAbsent(
                            rhythm(cluster.checks().of(check)),
                            times -> EnumSet.noneOf(CheckId.class))
                        .add(check));
        together.forEach((rhythm, checks) -> entries.add(entry(cluster, rhythm, checks)));
      }
    }
    return entries;
  }

  private static boolean applies(CheckGroup group, ClusterConfig cluster) {
    return group != CheckGroup.ARCHIVE || cluster.archive().kind() != ArchiveConfig.Kind.NONE;
  }

  private static Rhythm rhythm(CheckConfig check) {
    return check.schedule().isPresent()
        ? new Rhythm.Calendar(check.schedule().get())
        : new Rhythm.Every(check.every());
  }

  /** Each check is in one entry only, so its first check names it. */
  private static Entry entry(ClusterConfig cluster, Rhythm rhythm, Set<CheckId> checks) {
    return new Entry(
        cluster.name() + "/check-" + checks.iterator().next().id(),
        cluster.name(),
        rhythm,
        Misfire.ONCE,
        new Deed.Look(checks),
        Set.of());
  }
}
