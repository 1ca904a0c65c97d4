package dev.understudy.cli;

import dev.understudy.api.RunDetail;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Show a run with its steps, their evidence and their errors.",
    footerHeading = "%nExamples:%n",
    footer = {"  understudy run show last", "  understudy run show 4f2a --json"})
final class RunShowCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "ID", description = "A run's id, its beginning, or 'last'.")
  String id = "";

  RunShowCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.with(
        understudy -> {
          RunDetail run = understudy.run(RunIds.find(understudy, id));
          Output output = context.output();
          if (output.json()) {
            output.printJson(run);
          } else {
            output.print(new RunView(output.style(), context.surroundings().clock()).lines(run));
          }
          return ExitCode.DONE;
        });
  }
}
