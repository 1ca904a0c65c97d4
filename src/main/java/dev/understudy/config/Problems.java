package dev.understudy.config;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong in one file, so that all of it is said at once. */
final class Problems {
  private final Set<ConfigurationProblem> found = new LinkedHashSet<>();

  void add(Node where, String wrong, String expected) {
    add(where.getStartMark().orElseThrow(), wrong, expected);
  }

  void add(Mark where, String wrong, String expected) {
    add(where.getLine() + 1, where.getColumn() + 1, wrong + "; expected " + expected);
  }

  void add(int line, int column, String text) {
    found.add(new ConfigurationProblem(line, column, text));
  }

  /** In the order of the file. */
  List<ConfigurationProblem> all() {
    return found.stream()
        .sorted(
            Comparator.comparingInt(ConfigurationProblem::line)
                .thenComparingInt(ConfigurationProblem::column))
        .toList();
  }

  boolean none() {
    return found.isEmpty();
  }
}
