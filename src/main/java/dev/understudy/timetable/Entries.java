package dev.understudy.timetable;

import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import java.util.List;
import java.util.function.Function;

/** All that happens by schedule, as the configuration has it. */
public final class Entries {
  /** Each makes the entries of one kind out of a cluster's configuration. */
  private static final List<Function<ClusterConfig, List<Entry>>> KINDS =
      List.of(BackupEntries::of, DrillEntries::of, CheckEntries::of);

  private Entries() {}

  /** In the order of the configuration. */
  public static List<Entry> of(Configuration configuration) {
    return configuration.clusters().values().stream()
        .flatMap(cluster -> KINDS.stream().flatMap(kind -> kind.apply(cluster).stream()))
        .toList();
  }
}
