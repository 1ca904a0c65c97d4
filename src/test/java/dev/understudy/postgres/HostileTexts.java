package dev.understudy.postgres;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts made of what breaks quoting: quotes, blanks, escapes, comment signs, newlines, unicode. */
final class HostileTexts {
  private static final String[] PIECES = {
    "'",
    "''",
    "\"",
    "\"\"",
    "\\",
    "\\\\",
    "\\'",
    "\\\"",
    "$",
    "$$",
    "$x$",
    "`",
    " ",
    "  ",
    "\t",
    ";",
    "--",
    "/*",
    "*/",
    "#",
    "%",
    "%41",
    "+",
    "@",
    "@/etc/passwd",
    "*",
    ":",
    "::",
    ":name",
    ":'name'",
    ",",
    "=",
    "/",
    "|",
    "&",
    "<",
    ">",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "!",
    "~",
    "?",
    "-",
    "--help",
    "all",
    "replication",
    "sameuser",
    "a",
    "Z",
    "0",
    "_",
    "é",
    "ß",
    "日本",
    "😀",
    "\u0001",
    "\u007f",
    "\u00a0",
    "\u2028",
    "\\n",
    "\\x41",
    "E'",
    "U&'",
    "include 'x'"
  };

  private HostileTexts() {}

  /** Texts of one line. */
  static Arbitrary<String> lines() {
    return Arbitraries.of(PIECES).list().ofMinSize(1).ofMaxSize(12).map(l -> String.join("", l));
  }

  /** Texts with line ends and control characters in them. */
  static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
            Arbitraries.of(PIECES), Arbitraries.of("\n", "\r", "\r\n", "\b", "\f", "\u000b"))
        .list()
        .ofMinSize(0)
        .ofMaxSize(12)
        .map(l -> String.join("", l));
  }

  /** One-line texts that are names: 1 to 63 bytes. */
  static Arbitrary<String> names() {
    return lines().map(HostileTexts::cut);
  }

  private static String cut(String text) {
    String name = text;
    while (name.getBytes(StandardCharsets.UTF_8).length > Sql.MAX_NAME) {
      name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
    }
    return name;
  }
}
