package dev.understudy.cli;

import dev.understudy.api.FindingView;
import dev.understudy.api.SilenceView;
import dev.understudy.common.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Findings as a table, or one with its history. */
final class FindingsView {
  private final Style style;

  FindingsView(Style style) {
    this.style = style;
  }

  List<String> lines(List<FindingView> findings) {
    if (findings.isEmpty()) {
      return List.of("Nothing was found.");
    }
    Table table =
        new Table("ID", "CLUSTER", "FINDING", "SEVERITY", "SINCE", "CLOSED", "TOLD", "SENTENCE");
    for (FindingView finding : findings) {
      table.row(
          Long.toString(finding.id()),
          finding.cluster(),
          name(finding),
          severity(finding.severity()),
          Times.date(finding.opened()),
          Times.date(finding.closed()),
          told(finding.silence()),
          Text.head(finding.sentence()));
    }
    return table.lines(style);
  }

  List<String> history(FindingView finding) {
    List<String> lines = new ArrayList<>();
    lines.add(
        style.strong(finding.cluster() + " " + name(finding))
            + " "
            + severity(finding.severity())
            + (finding.closed() == null ? "" : ", closed"));
    lines.add(Text.line(finding.sentence()));
    lines.add("remedy: " + Text.line(finding.remedy()));
    SilenceView silence = finding.silence();
    if (silence != null) {
      lines.add(
          told(silence)
              + ", by "
              + Text.line(silence.owner())
              + ": "
              + Text.line(silence.reason()));
    }
    Table table = new Table("AT", "SEVERITY", "SENTENCE");
    finding
        .changes()
        .forEach(
            c -> table.row(Times.date(c.at()), severity(c.severity()), Text.line(c.sentence())));
    lines.addAll(table.lines(style));
    return lines;
  }

  private static String name(FindingView finding) {
    return finding.check() + (finding.node() == null ? "" : "/" + finding.node());
  }

  /** Empty for one that is told, since most are. */
  private static String told(@Nullable SilenceView silence) {
    return silence == null ? "" : silence.kind() + " until " + Times.date(silence.until());
  }

  private String severity(Severity severity) {
    return switch (severity) {
      case OK -> style.good("OK");
      case WARNING -> style.warn("WARNING");
      case CRITICAL -> style.bad("CRITICAL");
      case UNKNOWN -> style.warn("UNKNOWN");
    };
  }
}
