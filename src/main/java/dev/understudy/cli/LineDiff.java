package dev.understudy.cli;

import java.util.ArrayList;
import java.util.List;

/** Tells two texts apart, line by line. */
final class LineDiff {
  private static final int CONTEXT = 2;

  /** Beyond this the comparison would be slow, and nobody reads it. */
  private static final int MOST_LINES = 2_000;

  /**
   * A line of either text, or of both.
   *
   * @param sign {@code +}, {@code -}, a blank for a line that stays, {@code ~} where lines that
   *     stay are left out
   */
  record Line(char sign, String text) {}

  private LineDiff() {}

  static List<Line> of(String before, String after) {
    List<String> old = lines(before);
    List<String> fresh = lines(after);
    if (old.size() > MOST_LINES || fresh.size() > MOST_LINES) {
      return List.of(new Line('-', old.size() + " lines"), new Line('+', fresh.size() + " lines"));
    }
    return shorten(all(old, fresh));
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.stripTrailing().split("\n", -1));
  }

  private static List<Line> all(List<String> old, List<String> fresh) {
    int[][] common = common(old, fresh);
    List<Line> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < fresh.size()) {
      if (i < old.size() && j < fresh.size() && old.get(i).equals(fresh.get(j))) {
        lines.add(new Line(' ', old.get(i++)));
        j++;
      } else if (j == fresh.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        lines.add(new Line('-', old.get(i++)));
      } else {
        lines.add(new Line('+', fresh.get(j++)));
      }
    }
    return lines;
  }

  /** How long the longest common subsequence of the rests is. */
  private static int[][] common(List<String> old, List<String> fresh) {
    int[][] common = new int[old.size() + 1][fresh.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = fresh.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(fresh.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private static List<Line> shorten(List<Line> all) {
    List<Line> shortened = new ArrayList<>();
    boolean gap = false;
    for (int i = 0; i < all.size(); i++) {
      if (nearChange(all, i)) {
        shortened.add(all.get(i));
        gap = false;
      } else if (!gap) {
        shortened.add(new Line('~', ""));
        gap = true;
      }
    }
    return shortened;
  }

  private static boolean nearChange(List<Line> all, int at) {
    int to = Math.min(all.size() - 1, at + CONTEXT);
    for (int i = Math.max(0, at - CONTEXT); i <= to; i++) {
      if (all.get(i).sign() != ' ') {
        return true;
      }
    }
    return false;
  }
}
