package dev.understudy.workflow.definition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects the mistakes of one file. */
final class Problems {
  private final String file;
  private final List<DefinitionProblem> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  void add(Node node, String message) {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    int column = node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(1);
    add(line, column, message);
  }

  void add(int line, int column, String message) {
    found.add(new DefinitionProblem(file, line, column, message));
  }

  /**
   * Ends the reading.
   *
   * @throws DefinitionException with everything found, when anything was
   */
  void raise() {
    if (!found.isEmpty()) {
      found.sort(
          Comparator.comparingInt(DefinitionProblem::line)
              .thenComparingInt(DefinitionProblem::column));
      throw new DefinitionException(file, found);
    }
  }
}
