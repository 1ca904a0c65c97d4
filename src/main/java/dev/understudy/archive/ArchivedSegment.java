package dev.understudy.archive;

import dev.understudy.wal.SegmentName;
import java.time.Instant;

/**
 * One object that holds a WAL segment.
 *
 * @param object its name in the repository
 * @param size in bytes, as stored
 * @param modified when it was stored
 * @param expansion how many bytes of content one stored byte stands for at most
 */
public record ArchivedSegment(
    SegmentName segment, String object, long size, Instant modified, long expansion) {
  /** Whether nothing is in it. */
  public boolean empty() {
    return size == 0;
  }

  /** Whether something is in it, but less than any whole segment takes. */
  public boolean truncated() {
    return size > 0 && size < segment.size().bytes() / expansion;
  }

  /** Whether it can be what was archived, as far as its size tells. */
  public boolean whole() {
    return !empty() && !truncated();
  }
}
