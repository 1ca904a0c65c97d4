package dev.understudy.cli;

import dev.understudy.store.StoreRestore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = {
      "Put a backup into the data directory that the configuration names, which must be empty.",
      "Each cluster is refused to every run until 'understudy take-over CLUSTER' has asked its",
      "hosts what happened since."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy store restore /backup/understudy-2026-03-01.zip"})
final class StoreRestoreCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "FILE", description = "As 'understudy store backup' wrote it.")
  Path file = Path.of("");

  StoreRestoreCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Path data = context.configured().data();
    List<String> clusters = new StoreRestore(data).from(file, Instant.now());
    Output output = context.output();
    if (output.json()) {
      output.printJson(Map.of("data", data.toString(), "take_over", clusters));
    } else {
      output.print("Restored into " + data + ".");
      clusters.forEach(cluster -> output.print("Next: " + context.command("take-over " + cluster)));
    }
    return ExitCode.DONE;
  }
}
