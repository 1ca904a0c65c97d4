package dev.understudy.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells, aligned in columns; columns without any content are left out. */
final class Table {
  private static final String GAP = "  ";

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... header) {
    this.header = List.of(header);
  }

  void row(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException("a row has as many cells as the header");
    }
    rows.add(List.of(cells));
  }

  List<String> lines(Style style) {
    List<Integer> columns = new ArrayList<>();
    for (int column = 0; column < header.size(); column++) {
      int at = column;
      if (rows.stream().anyMatch(row -> !row.get(at).isEmpty())) {
        columns.add(column);
      }
    }
    List<String> lines = new ArrayList<>();
    if (!columns.isEmpty()) {
      lines.add(style.dim(line(header, columns)));
      rows.forEach(row -> lines.add(line(row, columns)));
    }
    return lines;
  }

  private String line(List<String> cells, List<Integer> columns) {
    StringBuilder line = new StringBuilder();
    for (int column : columns) {
      line.append(Text.pad(cells.get(column), width(column))).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    int width = Text.width(header.get(column));
    for (List<String> row : rows) {
      width = Math.max(width, Text.width(row.get(column)));
    }
    return width;
  }
}
