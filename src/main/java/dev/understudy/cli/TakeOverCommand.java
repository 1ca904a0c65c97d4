package dev.understudy.cli;

import dev.understudy.api.TakeOver;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "take-over",
    description = {
      "Make this installation the one that is in charge of the cluster's hosts.",
      "Any other installation is refused by them from then on."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy take-over orders"})
final class TakeOverCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "CLUSTER", description = "As the configuration names it.")
  String cluster = "";

  TakeOverCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.withCluster(
        cluster,
        understudy -> {
          TakeOver takeOver = understudy.takeOver(cluster);
          Output output = context.output();
          if (output.json()) {
            output.printJson(takeOver);
          } else {
            print(output, takeOver);
          }
          return ExitCode.DONE;
        });
  }

  private static void print(Output output, TakeOver takeOver) {
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
