package dev.understudy.postgres;

import dev.understudy.config.ClusterConfig;
import java.util.Optional;

/**
 * What the managed settings follow from.
 *
 * @param primary the settings of the running primary, which are never lowered
 * @param checksums whether the data has checksums: then hints need no log for a later rewind
 * @param archive empty without an archive of ours
 */
public record SettingInputs(
    Dialect dialect,
    ClusterConfig config,
    PgSettings primary,
    boolean checksums,
    Optional<ArchiveSettings> archive) {
  /** Without an archive. */
  public SettingInputs(
      Dialect dialect, ClusterConfig config, PgSettings primary, boolean checksums) {
    this(dialect, config, primary, checksums, Optional.empty());
  }
}
