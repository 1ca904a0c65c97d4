package dev.understudy.audit;

import java.time.Duration;
import java.time.Instant;

/** A number of a node at an earlier look. */
record Sample(Instant at, long value) {
  /** What is kept. */
  enum Name {
    /** A primary's write position. */
    WRITTEN(Duration.ofMinutes(30)),
    /** A standby's replay position. */
    REPLAYED(Duration.ofMinutes(30)),
    /** Free bytes of the disk with the data. */
    DATA_FREE(Duration.ofHours(6)),
    /** Free bytes of the disk with the WAL. */
    WAL_FREE(Duration.ofHours(6)),
    /** Free inodes of the disk with the data. */
    DATA_INODES(Duration.ofHours(6)),
    /** Free inodes of the disk with the WAL. */
    WAL_INODES(Duration.ofHours(6));

    /** For how long it says something about what comes. */
    final Duration kept;

    Name(Duration kept) {
      this.kept = kept;
    }
  }

  /** Of which node, and what. */
  record Series(String node, Name name) {}
}
