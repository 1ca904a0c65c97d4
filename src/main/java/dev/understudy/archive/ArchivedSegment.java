package dev.understudy.archive;

import dev.understudy.wal.SegmentName;
import java.time.Instant;

/**
 * One object that holds a WAL segment.
 *
 * @param object its name in the repository
 * @param size in bytes, as stored
 * @param modified when it was stored
 * @param compressed whether it may be smaller than a segment
 */
public record ArchivedSegment(
    SegmentName segment, String object, long size, Instant modified, boolean compressed) {
  /** Whether nothing is in it. */
  public boolean empty() {
    return size == 0;
  }

  /** Whether something is in it, but not a whole segment. */
  public boolean truncated() {
    return size > 0 && !compressed && size < segment.size().bytes();
  }

  /** Whether it can be what was archived, as far as its size tells. */
  public boolean whole() {
    return !empty() && !truncated();
  }
}
