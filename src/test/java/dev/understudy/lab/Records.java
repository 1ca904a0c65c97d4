package dev.understudy.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The store's records, read beside the product as a person would with sqlite3. */
final class Records {
  private static final String STEP =
      "FROM step WHERE run = (SELECT max(id) FROM run) AND id = '%s' AND node = '%s'";

  private final Path file;

  Records(Path file) {
    this.file = file;
  }

  /** The first column of each row; nothing while there is no store yet. */
  List<String> query(String sql) {
    List<String> values = new ArrayList<>();
    if (!Files.exists(file)) {
      return values;
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
        ResultSet rows = connection.createStatement().executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    } catch (SQLException e) {
      // While the store is being made there are no tables.
      if (!String.valueOf(e.getMessage()).contains("no such table")) {
        throw new AssertionError(sql, e);
      }
    }
    return values;
  }

  String one(String sql) {
    List<String> values = query(sql);
    return values.isEmpty() ? "" : String.valueOf(values.get(0));
  }

  /** The status of a step of the newest run, empty while there is none. */
  String step(String step, String node) {
    return one("SELECT status " + STEP.formatted(step, node));
  }

  int attempts(String step, String node) {
    String attempts = one("SELECT attempts " + STEP.formatted(step, node));
    return attempts.isEmpty() ? 0 : Integer.parseInt(attempts);
  }

  void awaitStep(String step, String node, String status) {
    Eventually.that(
        () -> step + "@" + node + " is " + status + "; it is " + step(step, node),
        120,
        () -> step(step, node).equals(status));
  }

  /** The step@node pairs of the newest run that applied something. */
  List<String> applied() {
    return query(
        "SELECT id || '@' || node FROM step WHERE run = (SELECT max(id) FROM run)"
            + " AND attempts > 0 ORDER BY position, node_position");
  }

  /** The number of the newest attempt in the store, to ask later what came after it. */
  long mark() {
    String mark = one("SELECT max(seq) FROM attempt");
    return mark.isEmpty() || mark.equals("null") ? 0 : Long.parseLong(mark);
  }

  /** The step@node pairs that were applied after the mark. */
  Set<String> appliedSince(long mark) {
    return new TreeSet<>(
        query("SELECT step || '@' || node FROM attempt WHERE phase = 'apply' AND seq > " + mark));
  }

  /** Waits until the newest run's story has a line that matches the regular expression. */
  void awaitStory(String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    Eventually.that(
        () -> pattern + " in\n" + String.join("\n", story()),
        120,
        () -> story().stream().anyMatch(wanted.asPredicate()));
  }

  List<String> story() {
    return query(
        "SELECT at || ' ' || coalesce(step, '') || '@' || coalesce(node, '') || ' ' || kind || ' '"
            + " || coalesce(to_status, '') || ' ' || text FROM event ORDER BY seq");
  }
}
