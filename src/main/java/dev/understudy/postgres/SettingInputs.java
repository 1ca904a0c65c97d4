package dev.understudy.postgres;

import dev.understudy.config.ClusterConfig;
import java.util.List;

/**
 * What the managed settings follow from.
 *
 * @param primary the settings of the running primary, which are never lowered
 * @param checksums whether the data has checksums: then hints need no log for a later rewind
 * @param synchronous application names of standbys that a commit waits for, one of them; empty:
 *     synchronous_standby_names is left alone
 */
public record SettingInputs(
    Dialect dialect,
    ClusterConfig config,
    PgSettings primary,
    boolean checksums,
    List<String> synchronous) {
  public SettingInputs {
    synchronous = List.copyOf(synchronous);
  }
}
