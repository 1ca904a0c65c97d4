package dev.understudy.cli;

import java.util.List;
import java.util.regex.Pattern;

/** Texts that came from elsewhere, made fit for the screen. */
final class Text {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\n]]");
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  private Text() {}

  /** One line without control characters: what a host sends must not steer the terminal. */
  static String line(String text) {
    return block(text).replace("\n", " ");
  }

  /** The first line, and how many follow it. */
  static String head(String text) {
    List<String> lines = text.strip().lines().toList();
    int more = lines.size() - 1;
    return more < 1
        ? line(text.strip())
        : line(lines.get(0)) + " … (" + Human.count(more, "more line") + ")";
  }

  /** The text without control characters but for its line ends. */
  static String block(String text) {
    return CONTROL.matcher(text.replace("\t", "  ").replace("\r\n", "\n")).replaceAll("?");
  }

  /** How many columns a text takes; colours take none. */
  static int width(String text) {
    String plain = COLOUR.matcher(text).replaceAll("");
    return plain.codePointCount(0, plain.length());
  }

  /** Filled up with blanks; left as it is when it is longer. */
  static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  /** Cut to a width, keeping the colours that it has. */
  static String cut(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int columns = 0;
    int at = 0;
    var colours = COLOUR.matcher(text);
    while (at < text.length()) {
      if (colours.region(at, text.length()).lookingAt()) {
        kept.append(colours.group());
        at = colours.end();
      } else {
        int next = text.offsetByCodePoints(at, 1);
        if (columns++ < width) {
          kept.append(text, at, next);
        }
        at = next;
      }
    }
    return kept.toString();
  }
}
