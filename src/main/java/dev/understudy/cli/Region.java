package dev.understudy.cli;

import java.io.PrintStream;
import java.util.List;

/** The lowest lines of a terminal, drawn over again and again below lines that stay. */
final class Region {
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";
  private static final String CLEAR_BELOW = "\r\u001b[J";

  private final PrintStream out;
  private int drawn;

  Region(PrintStream out) {
    this.out = out;
  }

  /**
   * Draws everything anew in one write, which does not flicker.
   *
   * @param staying printed above, once and for all
   * @param changing replace those of the last call
   */
  void draw(List<String> staying, List<String> changing) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append('A');
    }
    if (drawn > 0 || !changing.isEmpty()) {
      text.append(CLEAR_BELOW);
    }
    staying.forEach(line -> text.append(line).append('\n'));
    if (!changing.isEmpty()) {
      // A line that wraps would take two rows, and the next move up would miss one.
      text.append(NO_WRAP);
      changing.forEach(line -> text.append(line).append('\n'));
      text.append(WRAP);
    }
    drawn = changing.size();
    out.print(text);
    out.flush();
  }
}
