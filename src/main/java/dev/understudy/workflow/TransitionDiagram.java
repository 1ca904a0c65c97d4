package dev.understudy.workflow;

import java.util.Locale;

/** Draws the tables of transitions, so that the document cannot differ from what drives runs. */
final class TransitionDiagram {
  private TransitionDiagram() {}

  /** The whole document, in Markdown with Mermaid diagrams. */
  static String document() {
    return """
        # What may happen to runs and steps

        Generated from the tables that drive the engine (`Transitions`); a test holds this page and \
        the tables equal.
        Each arrow names the event as the column `event.kind` has it.

        ## Runs

        """
        + diagram(Transitions.RUN)
        + "\n## Steps, on each node\n\n"
        + diagram(Transitions.STEP);
  }

  private static <S extends Enum<S>, E extends Enum<E>> String diagram(Transitions<S, E> table) {
    StringBuilder text = new StringBuilder("```mermaid\nstateDiagram-v2\n  [*] --> pending\n");
    StringBuilder words = new StringBuilder("\n| from | event | to | the log says |\n|-|-|-|-|\n");
    for (Transition<S, E> row : table.rows()) {
      String from = label(row.from());
      String to = label(row.to());
      String kind = table.kind(row.event());
      String event = kind.substring(kind.indexOf('.') + 1);
      text.append("  %s --> %s: %s%n".formatted(from, to, event));
      words.append("| %s | `%s` | %s | %s |%n".formatted(from, kind, to, row.text()));
    }
    return text + "```\n" + words;
  }

  private static String label(Enum<?> status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
