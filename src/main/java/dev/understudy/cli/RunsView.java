package dev.understudy.cli;

import dev.understudy.api.RunSummary;
import java.time.Clock;
import java.util.List;

/** Runs as a table. */
final class RunsView {
  private final Style style;
  private final Clock clock;

  RunsView(Style style, Clock clock) {
    this.style = style;
    this.clock = clock;
  }

  List<String> lines(List<RunSummary> runs) {
    if (runs.isEmpty()) {
      return List.of("No runs yet.");
    }
    Table table = new Table("ID", "WORKFLOW", "CLUSTER", "STATUS", "STARTED", "TOOK", "REASON");
    for (RunSummary run : runs) {
      String reason = run.reason();
      table.row(
          run.id(),
          run.workflow(),
          run.cluster(),
          style.status(run.status()),
          Times.date(run.started()),
          Times.span(run.started(), run.finished(), clock),
          reason == null ? "" : Text.head(reason));
    }
    return table.lines(style);
  }
}
