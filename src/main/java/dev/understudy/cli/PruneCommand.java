package dev.understudy.cli;

import dev.understudy.api.KeptCopy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "prune",
    description = {
      "List the data directories that were moved aside and kept.",
      "With --yes, remove them for good."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy prune orders", "  understudy prune orders --yes"})
final class PruneCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "CLUSTER", description = "As the configuration names it.")
  String cluster = "";

  @Option(names = "--yes", description = "Remove them.")
  boolean yes;

  PruneCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.withCluster(
        cluster,
        understudy -> {
          List<KeptCopy> copies = understudy.keptCopies(cluster);
          if (yes) {
            understudy.prune(cluster, copies);
          }
          Output output = context.output();
          if (output.json()) {
            output.printJson(Map.of("cluster", cluster, "removed", yes, "copies", copies));
          } else {
            print(output, copies);
          }
          return ExitCode.DONE;
        });
  }

  private void print(Output output, List<KeptCopy> copies) {
    if (copies.isEmpty()) {
      output.print("No kept data directories.");
      return;
    }
    Table table = new Table("NODE", "SIZE", "KEPT", "DIRECTORY", "REASON");
    for (KeptCopy copy : copies) {
      String reason = copy.reason();
      table.row(
          copy.node(),
          Human.bytes(copy.bytes()),
          Times.date(copy.kept()),
          Text.line(copy.path()),
          reason == null ? "" : Text.line(reason));
    }
    output.print(table.lines(output.style()));
    String total = Human.bytes(copies.stream().mapToLong(KeptCopy::bytes).sum());
    output.print(
        yes
            ? "Removed; " + total + " are free again."
            : "To remove them and free "
                + total
                + ": "
                + context.command("prune " + cluster + " --yes"));
  }
}
