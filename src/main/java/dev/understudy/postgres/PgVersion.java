package dev.understudy.postgres;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A major version of PostgreSQL: {@code 15}, or {@code 9.6} as it was counted before 10.
 *
 * @param first the first number
 * @param second the second number of a version before 10, else 0
 */
public record PgVersion(int first, int second) implements Comparable<PgVersion> {
  /** The oldest version that is managed. */
  public static final PgVersion OLDEST = new PgVersion(9, 6);

  /** The newest version that is managed. */
  public static final PgVersion NEWEST = new PgVersion(18, 0);

  private static final Pattern DOTTED = Pattern.compile("(\\d{1,3})(?:\\.(\\d{1,3}))?(?!\\d)");
  private static final Pattern NUMBER = Pattern.compile("\\d{5,6}");

  /**
   * Reads a major version out of {@code 15}, {@code 15.18}, {@code 9.6}, {@code 9.6.24}, a {@code
   * server_version_num} such as {@code 150018}, or what a program prints with {@code --version}.
   *
   * @throws UnderstudyException CONFIGURATION when no version is in the text
   */
  public static PgVersion parse(String text) {
    String trimmed = text.strip();
    if (NUMBER.matcher(trimmed).matches()) {
      return ofNumber(Integer.parseInt(trimmed));
    }
    Matcher matcher = DOTTED.matcher(trimmed);
    if (!matcher.find()) {
      throw new UnderstudyException(
          ErrorClass.CONFIGURATION,
          "version",
          "not a version of PostgreSQL: " + trimmed,
          "write a major version such as 15 or 9.6",
          null);
    }
    int first = Integer.parseInt(matcher.group(1));
    if (first >= 10) {
      return new PgVersion(first, 0);
    }
    return new PgVersion(first, matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)));
  }

  /** The major version of a {@code server_version_num}: 90624 is 9.6, 150018 is 15. */
  public static PgVersion ofNumber(int serverVersionNum) {
    int first = serverVersionNum / 10000;
    return new PgVersion(first, first >= 10 ? 0 : serverVersionNum / 100 % 100);
  }

  /** Whether Understudy manages servers of this version. */
  public boolean supported() {
    return compareTo(OLDEST) >= 0 && compareTo(NEWEST) <= 0;
  }

  @Override
  public int compareTo(PgVersion other) {
    int byFirst = Integer.compare(first, other.first);
    return byFirst != 0 ? byFirst : Integer.compare(second, other.second);
  }

  /** As paths, packages and {@code pg_lsclusters} write it: {@code 15}, {@code 9.6}. */
  @Override
  public String toString() {
    return first >= 10 ? Integer.toString(first) : first + "." + second;
  }
}
