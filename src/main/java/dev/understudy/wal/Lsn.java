package dev.understudy.wal;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in the write-ahead log: bytes since its beginning, unsigned. PostgreSQL writes it as
 * two hexadecimal halves of 32 bits (type {@code pg_lsn}).
 *
 * @param bytes to be read as unsigned
 */
public record Lsn(long bytes) implements Comparable<Lsn> {
  /** What PostgreSQL uses for "no position": {@code 0/0}. */
  public static final Lsn NONE = new Lsn(0);

  private static final Pattern TEXT = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})");

  /**
   * Reads {@code 16/B374D848}.
   *
   * @throws WalFormatException for anything else
   */
  public static Lsn parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new WalFormatException(text, "an LSN such as 16/B374D848");
    }
    long high = Long.parseLong(matcher.group(1), 16);
    long low = Long.parseLong(matcher.group(2), 16);
    return new Lsn(high << 32 | low);
  }

  /**
   * The bytes from the other position to this one; negative when this one lies before it.
   *
   * @throws ArithmeticException when they lie more than 8 EiB apart
   */
  public long minus(Lsn other) {
    long difference = bytes - other.bytes;
    if ((difference < 0) == (compareTo(other) >= 0)) {
      throw new ArithmeticException("too far apart: " + this + " and " + other);
    }
    return difference;
  }

  /**
   * The position so many bytes further on, or back when negative.
   *
   * @throws ArithmeticException when that lies outside the log
   */
  public Lsn plus(long count) {
    Lsn sum = new Lsn(bytes + count);
    if (count >= 0 ? sum.compareTo(this) < 0 : sum.compareTo(this) > 0) {
      throw new ArithmeticException("outside the log: " + this + " plus " + count);
    }
    return sum;
  }

  public boolean isAtLeast(Lsn other) {
    return compareTo(other) >= 0;
  }

  public Lsn max(Lsn other) {
    return isAtLeast(other) ? this : other;
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compareUnsigned(bytes, other.bytes);
  }

  /** As PostgreSQL writes it, without leading zeros. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%X/%X", bytes >>> 32, bytes & 0xFFFF_FFFFL);
  }
}
