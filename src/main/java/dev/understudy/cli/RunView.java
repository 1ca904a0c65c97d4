package dev.understudy.cli;

import dev.understudy.api.ErrorView;
import dev.understudy.api.ProgressView;
import dev.understudy.api.RunDetail;
import dev.understudy.api.StepDetail;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A run with its steps, their evidence and errors. */
final class RunView {
  private final Style style;
  private final Clock clock;

  RunView(Style style, Clock clock) {
    this.style = style;
    this.clock = clock;
  }

  List<String> lines(RunDetail run) {
    List<String> lines = new ArrayList<>();
    lines.add(
        style.strong("Run " + run.id())
            + "  "
            + run.workflow()
            + " of "
            + run.cluster()
            + ", "
            + style.status(run.status()));
    if (run.started() != null) {
      lines.add(
          "started "
              + Times.date(run.started())
              + ", took "
              + Times.span(run.started(), run.finished(), clock)
              + (run.finished() == null ? " so far" : ""));
    }
    String reason = run.reason();
    if (reason != null && !reason.isEmpty()) {
      lines.add(Text.line(reason));
    }
    lines.add("");
    int width = run.steps().stream().mapToInt(step -> Text.width(step.node())).max().orElse(0);
    run.steps().forEach(step -> step(lines, step, width));
    return lines;
  }

  private void step(List<String> lines, StepDetail step, int width) {
    String took = Times.span(step.started(), step.finished(), clock);
    lines.add(
        style.sign(step.status())
            + " "
            + Text.pad(Text.line(step.node()), width)
            + "  "
            + Text.line(step.id())
            + "  "
            + style.status(step.status())
            + (took.isEmpty() ? "" : ", " + took)
            + (step.attempts() > 1 ? ", " + Human.count(step.attempts(), "attempt") : ""));
    String indent = " ".repeat(width + 4);
    ProgressView progress = step.progress();
    if (progress != null && step.status().equals("running")) {
      lines.add(indent + Human.progress(progress));
    }
    step.evidence()
        .forEach(
            (name, value) ->
                lines.add(indent + style.dim(Text.line(name) + ": " + Text.line(value))));
    ErrorView error = step.error();
    if (error != null) {
      lines.add(indent + style.bad(Text.line(error.subject() + ": " + error.message())));
      if (!error.remedy().isEmpty()) {
        lines.add(indent + "remedy: " + Text.line(error.remedy()));
      }
    }
  }
}
