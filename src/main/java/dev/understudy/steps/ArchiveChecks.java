package dev.understudy.steps;

import dev.understudy.postgres.PgSetting;
import dev.understudy.postgres.PgSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether another tool archives the primary's WAL: it would stop with a change of roles. Pure. */
final class ArchiveChecks {
  private static final Set<String> NOTHING = Set.of("", "/bin/true", "/usr/bin/true", "true", ":");

  private ArchiveChecks() {}

  /**
   * @param configured the cluster's own settings, the same on every node
   * @param archive whether the cluster is to have an archive of ours
   */
  static List<Problem> of(
      String node, PgSettings primary, Map<String, String> configured, boolean archive) {
    if (primary.find("archive_mode").map(PgSetting::value).orElse("off").equals("off")) {
      return List.of();
    }
    for (String name : List.of("archive_command", "archive_library")) {
      String value =
          primary
              .find(name)
              .filter(setting -> !setting.managed())
              .map(PgSetting::resetValue)
              .orElse("")
              .strip();
      if (!NOTHING.contains(value) && !configured.containsKey(name)) {
        return List.of(
            new Problem(
                node,
                name + " is in use already" + Shown.program(value).map(", by "::concat).orElse(""),
                archive
                    ? "end that archive first, or leave out archive: it would get no WAL any more"
                    : "put " + name + " under settings of the cluster, so that every node has it"));
      }
    }
    return List.of();
  }
}
