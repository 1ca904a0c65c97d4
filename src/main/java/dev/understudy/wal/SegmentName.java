package dev.understudy.wal;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A WAL segment, which is a file of a fixed size. Its name is the timeline and the segment's number
 * in two parts, so it can only be read together with the size (PostgreSQL: {@code XLogFileName},
 * {@code pg_walfile_name}).
 *
 * @param number counted from 0
 */
public record SegmentName(Timeline timeline, long number, SegmentSize size)
    implements Comparable<SegmentName> {
  private static final Pattern TEXT = Pattern.compile("[0-9A-F]{24}");

  public SegmentName {
    if (number < 0 || number > lastNumber(size)) {
      throw new IllegalArgumentException("no segment has the number " + number);
    }
  }

  /** The segment that holds the byte at the position. */
  public static SegmentName of(Timeline timeline, Lsn lsn, SegmentSize size) {
    return new SegmentName(timeline, Long.divideUnsigned(lsn.bytes(), size.bytes()), size);
  }

  /**
   * The segment that holds the byte before the position: the last one needed to get there.
   *
   * @throws ArithmeticException for {@code 0/0}, before which nothing is
   */
  public static SegmentName before(Timeline timeline, Lsn lsn, SegmentSize size) {
    return of(timeline, lsn.plus(-1), size);
  }

  /**
   * Reads a segment's name.
   *
   * @throws WalFormatException for any other file's name, or one that no segment of this size has
   */
  public static SegmentName parse(String text, SegmentSize size) {
    return read(text, size)
        .orElseThrow(
            () ->
                new WalFormatException(text, "a WAL segment of " + (size.bytes() >> 20) + " MiB"));
  }

  static Optional<SegmentName> read(String text, SegmentSize size) {
    if (!TEXT.matcher(text).matches() || text.startsWith("00000000")) {
      return Optional.empty();
    }
    long group = Long.parseLong(text.substring(8, 16), 16);
    long within = Long.parseLong(text.substring(16), 16);
    if (within >= size.perGroup()) {
      return Optional.empty();
    }
    return Optional.of(
        new SegmentName(
            Timeline.parseHex(text.substring(0, 8)), group * size.perGroup() + within, size));
  }

  /**
   * The segment after this one on the same timeline.
   *
   * @throws IllegalArgumentException after the last one that there can be
   */
  public SegmentName next() {
    return new SegmentName(timeline, number + 1, size);
  }

  /** The position of the first byte. */
  public Lsn start() {
    return new Lsn(number * size.bytes());
  }

  public boolean contains(Lsn lsn) {
    return of(timeline, lsn, size).number == number;
  }

  /** The name of the unfinished last segment of a timeline that a promotion left. */
  public String partialFile() {
    return this + ".partial";
  }

  /** Orders by timeline, then by position; for segments of equal size, as their names do. */
  @Override
  public int compareTo(SegmentName other) {
    int byTimeline = timeline.compareTo(other.timeline);
    return byTimeline != 0 ? byTimeline : start().compareTo(other.start());
  }

  /** The file's name. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s%08X%08X",
        timeline.hex(),
        number / size.perGroup(),
        number % size.perGroup());
  }

  private static long lastNumber(SegmentSize size) {
    return Long.divideUnsigned(-1L, size.bytes());
  }
}
