package dev.understudy.common;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/** The one place where values become words of a POSIX shell. */
public final class Shell {
  private static final String SAFE = "[A-Za-z0-9_@%+=:,./-]+";

  private Shell() {}

  /**
   * Quotes a value so that a POSIX shell reads it as exactly one word.
   *
   * @throws IllegalArgumentException for a NUL character, which no shell word can hold
   */
  public static String quote(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a shell word cannot hold a NUL character");
    }
    return value.matches(SAFE) ? value : "'" + value.replace("'", "'\\''") + "'";
  }

  /** Quotes each word and joins them with blanks into one command line. */
  public static String words(Collection<String> words) {
    return words.stream().map(Shell::quote).collect(Collectors.joining(" "));
  }

  /** Quotes each word and joins them with blanks into one command line. */
  public static String words(String... words) {
    return words(Arrays.asList(words));
  }
}
