package dev.understudy.config;

/**
 * How standbys follow.
 *
 * @param maxSlotWalKeepSize PostgreSQL's max_slot_wal_keep_size in bytes; -1 without a limit
 */
public record ReplicationConfig(Mode mode, long maxSlotWalKeepSize) {
  /** Whether a commit waits for a standby. */
  public enum Mode {
    ASYNC,
    SYNC
  }
}
