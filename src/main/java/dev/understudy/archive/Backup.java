package dev.understudy.archive;

import dev.understudy.wal.Lsn;
import dev.understudy.wal.SegmentName;
import java.time.Instant;
import java.util.List;

/**
 * A base backup that was finished.
 *
 * @param label its name in the repository
 * @param references labels of other backups that it needs
 * @param start the first segment needed to restore it
 * @param stop the last segment needed to restore it to a consistent state
 * @param startLsn where replay begins
 * @param stopLsn from where on it can be recovered to
 * @param size of the cluster, in bytes
 * @param failed whether it is known to hold damaged pages
 */
public record Backup(
    String label,
    Type type,
    List<String> references,
    SegmentName start,
    SegmentName stop,
    Lsn startLsn,
    Lsn stopLsn,
    Instant started,
    Instant stopped,
    long size,
    boolean failed) {
  /** How much of the cluster it holds itself. */
  public enum Type {
    FULL,
    DIFFERENTIAL,
    INCREMENTAL
  }

  public Backup {
    references = List.copyOf(references);
  }
}
