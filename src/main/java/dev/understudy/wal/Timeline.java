package dev.understudy.wal;

import java.util.Locale;

/**
 * A timeline: a line of history of the write-ahead log. Each promotion starts a new one.
 *
 * @param id 1 to 4294967295
 */
public record Timeline(long id) implements Comparable<Timeline> {
  private static final long LAST = 0xFFFF_FFFFL;

  public Timeline {
    if (id < 1 || id > LAST) {
      throw new IllegalArgumentException("a timeline is 1 to " + LAST + ", not " + id);
    }
  }

  /**
   * Reads the decimal form that SQL functions and pg_controldata print.
   *
   * @throws WalFormatException for anything else
   */
  public static Timeline parse(String text) {
    return read(text, text.matches("[0-9]{1,10}") ? Long.parseLong(text) : 0);
  }

  /**
   * Reads the eight hexadecimal digits with which names of WAL files begin.
   *
   * @throws WalFormatException for anything else
   */
  public static Timeline parseHex(String text) {
    return read(text, text.matches("[0-9A-F]{8}") ? Long.parseLong(text, 16) : 0);
  }

  /** The eight hexadecimal digits with which names of WAL files begin. */
  public String hex() {
    return String.format(Locale.ROOT, "%08X", id);
  }

  /** The name of the file that says where this timeline branched off. The first one has none. */
  public String historyFile() {
    return hex() + ".history";
  }

  public boolean isNewerThan(Timeline other) {
    return id > other.id;
  }

  @Override
  public int compareTo(Timeline other) {
    return Long.compare(id, other.id);
  }

  @Override
  public String toString() {
    return Long.toString(id);
  }

  private static Timeline read(String text, long id) {
    if (id < 1 || id > LAST) {
      throw new WalFormatException(text, "a timeline");
    }
    return new Timeline(id);
  }
}
