package dev.understudy.postgres;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what overrides the managed file, before or after that file is written. Pure. */
public final class SettingOverrides {
  private static final Set<String> STARTED_WITH = Set.of("command line", "environment variable");
  private static final Set<String> SESSION = Set.of("database", "user", "database user");

  private final PgCluster cluster;
  private final ReadOrder order;

  /**
   * @param order in which the cluster's server reads its files
   */
  public SettingOverrides(PgCluster cluster, ReadOrder order) {
    this.cluster = cluster;
    this.order = order;
  }

  /** Every managed setting that something else sets later, to another value. */
  public List<SettingOverride> find(
      ManagedSettings managed, PgSettings running, List<FileSetting> files) {
    Map<String, FileSetting> later = lastLaterOnes(files);
    List<SettingOverride> overrides = new ArrayList<>();
    managed
        .values()
        .forEach(
            (name, wanted) ->
                running
                    .find(name)
                    .flatMap(
                        setting ->
                            override(
                                setting,
                                wanted,
                                later.get(setting.name().toLowerCase(Locale.ROOT))))
                    .ifPresent(overrides::add));
    return overrides;
  }

  private Optional<SettingOverride> override(
      PgSetting setting, String wanted, @Nullable FileSetting later) {
    boolean differs = !SettingValue.same(setting, wanted);
    if (STARTED_WITH.contains(setting.source())) {
      return differs
          ? Optional.of(bySource(setting, SettingOverride.Kind.COMMAND_LINE))
          : Optional.empty();
    }
    if (later != null && !SettingValue.same(setting.withValue(later.value()), wanted)) {
      String where = later.file() + ":" + later.line();
      return Optional.of(new SettingOverride(setting.name(), kind(later), where, later.value()));
    }
    return differs && SESSION.contains(setting.source())
        ? Optional.of(bySource(setting, SettingOverride.Kind.ROLE_OR_DATABASE))
        : Optional.empty();
  }

  private static SettingOverride bySource(PgSetting setting, SettingOverride.Kind kind) {
    return new SettingOverride(setting.name(), kind, setting.source(), setting.value());
  }

  private Map<String, FileSetting> lastLaterOnes(List<FileSetting> files) {
    OptionalInt ours = lastOfOurs(files);
    Map<String, FileSetting> later = new HashMap<>();
    // Where our file is not there yet, the place counts that it will have.
    boolean passed = false;
    for (FileSetting entry : files) {
      passed =
          ours.isPresent()
              ? entry.order() > ours.getAsInt()
              : passed || order.later(entry, cluster.managedSettingsFile());
      if (passed) {
        later.put(entry.name().toLowerCase(Locale.ROOT), entry);
      }
    }
    return later;
  }

  private OptionalInt lastOfOurs(List<FileSetting> files) {
    return files.stream()
        .filter(entry -> entry.file().equals(cluster.managedSettingsFile()))
        .mapToInt(FileSetting::order)
        .max();
  }

  private static SettingOverride.Kind kind(FileSetting later) {
    return later.file().endsWith("/postgresql.auto.conf")
        ? SettingOverride.Kind.ALTER_SYSTEM
        : SettingOverride.Kind.LATER_FILE;
  }
}
