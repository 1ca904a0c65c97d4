package dev.understudy.cli;

import dev.understudy.api.RoleChange;
import dev.understudy.api.Understudy;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "history",
    description = {
      "List who became the primary of a cluster when, why, and who asked for it. No host is",
      "asked. All times are UTC."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy history orders",
      "  understudy history orders --json | jq -r '.[-1].to'"
    })
final class HistoryCommand extends ClusterQuestionCommand<List<RoleChange>> {
  HistoryCommand(Context context) {
    super(context);
  }

  @Override
  List<RoleChange> ask(Understudy understudy) {
    return understudy.history(cluster);
  }

  @Override
  void print(Output output, List<RoleChange> changes) {
    if (changes.isEmpty()) {
      output.print("The primary of " + cluster + " was never changed by Understudy.");
      return;
    }
    Table table =
        new Table(
            "TIME", "WHAT", "FROM", "TO", "EPOCH", "TIMELINE", "PROOF", "BY", "RUN", "REASON");
    for (RoleChange change : changes) {
      table.row(
          Times.date(change.at()),
          change.kind(),
          change.from(),
          change.to(),
          Long.toString(change.epoch()),
          change.timeline() == null ? "" : change.timeline().toString(),
          change.proof() == null ? "" : change.proof(),
          change.by(),
          change.run(),
          change.reason() == null ? "" : Text.head(change.reason()));
    }
    output.print(table.lines(output.style()));
  }
}
