package dev.understudy.wal;

/**
 * The size of WAL segments, chosen at initdb: a power of two from 1 MiB to 1 GiB.
 *
 * @param bytes the size
 */
public record SegmentSize(long bytes) {
  /** PostgreSQL's default, 16 MiB. */
  public static final SegmentSize DEFAULT = new SegmentSize(16L << 20);

  public SegmentSize {
    if (Long.bitCount(bytes) != 1 || bytes < 1L << 20 || bytes > 1L << 30) {
      throw new IllegalArgumentException(
          "a segment is a power of two from 1 MiB to 1 GiB, not " + bytes + " bytes");
    }
  }

  /** How many segments share the middle part of their names. */
  long perGroup() {
    return (1L << 32) / bytes;
  }
}
