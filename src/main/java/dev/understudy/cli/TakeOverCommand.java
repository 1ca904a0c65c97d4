package dev.understudy.cli;

import dev.understudy.api.TakeOver;
import dev.understudy.api.Understudy;
import picocli.CommandLine.Command;

@Command(
    name = "take-over",
    description = {
      "Make this installation the one that is in charge of the cluster's hosts.",
      "Any other installation is refused by them from then on."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy take-over orders"})
final class TakeOverCommand extends ClusterQuestionCommand<TakeOver> {
  TakeOverCommand(Context context) {
    super(context);
  }

  @Override
  TakeOver ask(Understudy understudy) {
    return understudy.takeOver(cluster);
  }

  @Override
  void print(Output output, TakeOver takeOver) {
    output.print("This installation (" + takeOver.owner() + ") is in charge of:");
    Table table = new Table("NODE", "UNTIL NOW");
    takeOver
        .nodes()
        .forEach(
            node -> {
              String previous = node.previous();
              table.row(node.node(), previous == null ? "nobody" : Text.line(previous));
            });
    output.print(table.lines(output.style()));
  }
}
