package dev.understudy.archive;

import dev.understudy.wal.SegmentName;

/**
 * Segments that are not there, one after the other.
 *
 * @param count how many, at least one
 */
public record Gap(SegmentName first, SegmentName last, long count) {
  /** One name, or the first and the last. */
  @Override
  public String toString() {
    return count == 1 ? first.toString() : first + " to " + last + " (" + count + ")";
  }
}
