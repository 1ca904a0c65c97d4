package dev.understudy.audit;

import java.time.Instant;

/** A number of a node at an earlier look. */
record Sample(Instant at, long value) {
  /** What is kept. */
  enum Name {
    /** A primary's write position. */
    WRITTEN,
    /** A standby's replay position. */
    REPLAYED,
    /** Free bytes of the disk with the data. */
    DATA_FREE,
    /** Free bytes of the disk with the WAL. */
    WAL_FREE
  }

  /** Of which node, and what. */
  record Series(String node, Name name) {}
}
