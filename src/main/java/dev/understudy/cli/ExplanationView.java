package dev.understudy.cli;

import dev.understudy.api.Explanation;
import dev.understudy.api.VerdictView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a failover happened or did not, for a person. */
final class ExplanationView {
  private final Style style;

  ExplanationView(Style style) {
    this.style = style;
  }

  List<String> lines(Explanation explanation) {
    List<String> lines = new ArrayList<>();
    lines.add(style.strong(Text.line(explanation.summary())));
    VerdictView verdict = explanation.verdict();
    if (verdict != null) {
      lines.add("");
      verdict(lines, verdict);
    }
    if (!explanation.before().isEmpty()) {
      lines.add("");
      lines.add("Before that:");
      explanation
          .before()
          .forEach(
              one ->
                  lines.add(
                      "  "
                          + Times.date(one.at())
                          + "  "
                          + one.code()
                          + ". "
                          + text(one.sentence())));
    }
    if (explanation.prospect() != null) {
      lines.add("");
      prospect(lines, explanation.prospect());
    }
    return lines;
  }

  private void verdict(List<String> lines, VerdictView verdict) {
    lines.add(
        "Verdict since "
            + Times.date(verdict.at())
            + ": "
            + word(verdict)
            + ", allows "
            + verdict.action());
    lines.add("  " + text(verdict.sentence()));
    list(lines, "evidence", verdict.evidence());
    list(lines, "against it", verdict.obstacles());
    VerdictView.Start started = verdict.started();
    if (started != null) {
      lines.add(
          "  "
              + (started.run() == null
                  ? "no failover was started: " + text(started.refused())
                  : "failover: run " + started.run())
              + (started.acknowledged() ? ", acknowledged" : ""));
    }
  }

  private String word(VerdictView verdict) {
    return switch (verdict.action()) {
      case "nothing" -> style.good(verdict.code());
      case "wait" -> style.warn(verdict.code());
      default -> style.bad(verdict.code());
    };
  }

  private void prospect(List<String> lines, Explanation.Prospect prospect) {
    lines.add(style.strong(text(prospect.summary())));
    list(lines, "against it", prospect.obstacles());
    for (Map.Entry<String, String> refused : prospect.refused().entrySet()) {
      lines.add("  not " + refused.getKey() + ": " + text(refused.getValue()));
    }
    prospect
        .fencing()
        .forEach(way -> lines.add("  fencing by " + way.method() + ": " + text(way.needs())));
  }

  private static void list(List<String> lines, String what, List<String> sentences) {
    sentences.forEach(sentence -> lines.add("  " + what + ": " + text(sentence)));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : Text.line(text);
  }
}
