package dev.understudy.postgres;

import dev.understudy.config.ClusterConfig;
import java.util.List;
import java.util.Optional;

/**
 * What the managed settings follow from.
 *
 * @param primary the settings of the running primary, which are never lowered
 * @param checksums whether the data has checksums: then hints need no log for a later rewind
 * @param synchronous application names of standbys that a commit waits for, one of them; empty:
 *     synchronous_standby_names is left alone
 * @param archive empty without an archive of ours
 */
public record SettingInputs(
    Dialect dialect,
    ClusterConfig config,
    PgSettings primary,
    boolean checksums,
    List<String> synchronous,
    Optional<ArchiveSettings> archive) {
  public SettingInputs {
    synchronous = List.copyOf(synchronous);
  }

  /** Without an archive. */
  public SettingInputs(
      Dialect dialect,
      ClusterConfig config,
      PgSettings primary,
      boolean checksums,
      List<String> synchronous) {
    this(dialect, config, primary, checksums, synchronous, Optional.empty());
  }
}
