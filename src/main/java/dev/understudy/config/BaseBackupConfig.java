package dev.understudy.config;

import java.util.OptionalLong;

/**
 * How a standby's base backup is taken.
 *
 * @param maxRate bytes per second, 32 KiB to 1 GiB as pg_basebackup accepts; empty without a limit
 */
public record BaseBackupConfig(OptionalLong maxRate, Checkpoint checkpoint) {
  /** The checkpoint of the primary that the copy begins with. */
  public enum Checkpoint {
    /** At once, as fast as the primary's disks write. */
    FAST,
    /** Spread over checkpoint_completion_target of checkpoint_timeout, as the primary's own are. */
    SPREAD
  }
}
