package dev.understudy.cli;

import dev.understudy.api.Backups;
import dev.understudy.api.Understudy;
import picocli.CommandLine.Command;

@Command(
    name = "backups",
    description = "List the base backups in the archive, and what can be restored to now.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy backups orders",
      "  understudy backups orders --json | jq -r '.backups[-1].label'"
    })
final class BackupsCommand extends ClusterQuestionCommand<Backups> {
  BackupsCommand(Context context) {
    super(context);
  }

  @Override
  Backups ask(Understudy understudy) {
    return understudy.backups(cluster);
  }

  @Override
  void print(Output output, Backups backups) {
    output.print(new BackupsView(output.style()).lines(backups));
  }
}
