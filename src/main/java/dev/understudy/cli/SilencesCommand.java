package dev.understudy.cli;

import dev.understudy.api.SilenceView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "silences",
    description = "List acknowledgements, silences and maintenance. All times are UTC.",
    footerHeading = "%nExamples:%n",
    footer = {"  understudy silences", "  understudy silences orders --all"})
final class SilencesCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(arity = "0..1", paramLabel = "CLUSTER", description = "Of this cluster only.")
  @Nullable String cluster;

  @Option(names = "--all", description = "Those too that have ended.")
  boolean all;

  SilencesCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.with(
        understudy -> {
          List<SilenceView> silences = understudy.silences(Optional.ofNullable(cluster), all);
          Output output = context.output();
          if (output.json()) {
            output.printJson(silences);
          } else {
            output.print(SilencesView.lines(output.style(), silences));
          }
          return ExitCode.DONE;
        });
  }
}
