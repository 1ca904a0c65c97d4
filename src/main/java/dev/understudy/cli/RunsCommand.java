package dev.understudy.cli;

import dev.understudy.api.RunSummary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "runs",
    description = "List the runs, newest first.",
    footerHeading = "%nExamples:%n",
    footer = {"  understudy runs", "  understudy runs orders --json"})
final class RunsCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(arity = "0..1", paramLabel = "CLUSTER", description = "Of this cluster only.")
  @Nullable String cluster;

  RunsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.with(
        understudy -> {
          List<RunSummary> runs = understudy.runs(Optional.ofNullable(cluster));
          Output output = context.output();
          if (output.json()) {
            output.printJson(runs);
          } else {
            output.print(new RunsView(output.style(), context.surroundings().clock()).lines(runs));
          }
          return ExitCode.DONE;
        });
  }
}
