package dev.understudy.cli;

import dev.understudy.config.Configuration;
import dev.understudy.service.StoreInArchive;
import dev.understudy.store.StoreRestore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = {
      "Put a backup into the data directory that the configuration names, which must be empty.",
      "Each cluster is refused to every run until 'understudy take-over CLUSTER' has asked its",
      "hosts what happened since."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy store restore /backup/understudy-2026-03-01.zip",
      "  understudy store restore --from-archive orders"
    })
final class StoreRestoreCommand implements Callable<Integer> {
  private final Context context;

  @ArgGroup(multiplicity = "1")
  Source source = new Source();

  /** One of them. */
  static final class Source {
    @Parameters(paramLabel = "FILE", description = "As 'understudy store backup' wrote it.")
    @Nullable Path file;

    @Option(
        names = "--from-archive",
        paramLabel = "CLUSTER",
        description = "The newest copy in the archive of this cluster.")
    @Nullable String archive;
  }

  StoreRestoreCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Configuration configuration = context.configured();
    Path data = configuration.data();
    if (source.archive == null) {
      print(data, "", new StoreRestore(data).from(source.file, Instant.now()));
      return ExitCode.DONE;
    }
    StoreInArchive.Restored restored =
        new StoreInArchive(configuration, source.archive).restore(Instant.now());
    print(data, ", as it was at " + restored.copy().at(), restored.clusters());
    return ExitCode.DONE;
  }

  private void print(Path data, String asOf, List<String> clusters) {
    Output output = context.output();
    if (output.json()) {
      output.printJson(Map.of("data", data.toString(), "take_over", clusters));
    } else {
      output.print("Restored into " + data + asOf + ".");
      clusters.forEach(cluster -> output.print("Next: " + context.command("take-over " + cluster)));
    }
  }
}
