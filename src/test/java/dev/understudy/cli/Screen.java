package dev.understudy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal, as far as its cursor goes: what is on it after everything was written. */
final class Screen {
  private static final Pattern PIECE =
      Pattern.compile("\u001b\\[(\\??[0-9;]*)([A-Za-z])|\r|\n|.", Pattern.DOTALL);

  private final int columns;
  private final List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
  private int row;
  private int column;
  private boolean wrap = true;

  Screen(int columns) {
    this.columns = columns;
  }

  /** The rows down to the last one that holds anything. */
  List<String> show(String written) {
    Matcher pieces = PIECE.matcher(written);
    while (pieces.find()) {
      if (pieces.group(2) != null) {
        escape(pieces.group(1), pieces.group(2).charAt(0));
      } else {
        character(pieces.group().charAt(0));
      }
    }
    List<String> shown = new ArrayList<>(rows.stream().map(StringBuilder::toString).toList());
    while (!shown.isEmpty() && shown.get(shown.size() - 1).isEmpty()) {
      shown.remove(shown.size() - 1);
    }
    return shown;
  }

  private void escape(String arguments, char command) {
    switch (command) {
      case 'A' -> row = Math.max(0, row - Integer.parseInt(arguments));
      case 'J' -> {
        rows.get(row).setLength(Math.min(column, rows.get(row).length()));
        rows.subList(row + 1, rows.size()).clear();
      }
      case 'h' -> wrap = true;
      case 'l' -> wrap = false;
      case 'm' -> column += 0;
      default -> throw new IllegalArgumentException("escape " + arguments + command);
    }
  }

  private void character(char character) {
    if (character == '\r') {
      column = 0;
    } else if (character == '\n') {
      column = 0;
      down();
    } else {
      put(character);
    }
  }

  private void put(char character) {
    if (column == columns && wrap) {
      column = 0;
      down();
    }
    if (column < columns) {
      rows.get(row).setLength(column);
      rows.get(row).append(character);
      column++;
    }
  }

  private void down() {
    row++;
    if (row == rows.size()) {
      rows.add(new StringBuilder());
    }
  }
}
