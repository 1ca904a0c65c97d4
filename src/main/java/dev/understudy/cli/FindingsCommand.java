package dev.understudy.cli;

import dev.understudy.api.FindingView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "findings",
    description = {
      "List what the checks by schedule have found while a service runs, the gravest first.",
      "All times are UTC."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy findings",
      "  understudy findings orders --all",
      "  understudy findings --id 12",
      "  understudy findings --json | jq '.[] | select(.severity == \"CRITICAL\")'"
    })
final class FindingsCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(arity = "0..1", paramLabel = "CLUSTER", description = "Of this cluster only.")
  @Nullable String cluster;

  @Option(names = "--all", description = "Those too that were closed.")
  boolean all;

  @Option(names = "--id", paramLabel = "ID", description = "One of them, with its history.")
  @Nullable Long id;

  FindingsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.with(
        understudy -> {
          Output output = context.output();
          FindingsView view = new FindingsView(output.style());
          if (id != null) {
            FindingView one = understudy.finding(id);
            print(output, one, view.history(one));
          } else {
            List<FindingView> found = understudy.findings(Optional.ofNullable(cluster), all);
            print(output, found, view.lines(found));
          }
          return ExitCode.DONE;
        });
  }

  private static void print(Output output, Object answer, List<String> lines) {
    if (output.json()) {
      output.printJson(answer);
    } else {
      output.print(lines);
    }
  }
}
