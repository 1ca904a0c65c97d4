package dev.understudy.cli;

import dev.understudy.api.SilenceView;
import java.util.List;

/** What people have said about findings, as a table. */
final class SilencesView {
  private SilencesView() {}

  static List<String> lines(Style style, List<SilenceView> silences) {
    if (silences.isEmpty()) {
      return List.of("Every finding is told.");
    }
    Table table =
        new Table("ID", "KIND", "CLUSTER", "CHECK", "NODE", "OWNER", "UNTIL", "ENDED", "REASON");
    for (SilenceView silence : silences) {
      table.row(
          Long.toString(silence.id()),
          silence.kind(),
          silence.cluster(),
          silence.check() == null ? "" : silence.check(),
          silence.node() == null ? "" : silence.node(),
          Text.line(silence.owner()),
          Times.date(silence.until()),
          Times.date(silence.ended()),
          Text.head(silence.reason()));
    }
    return table.lines(style);
  }
}
