package dev.understudy.cli;

import dev.understudy.api.Reload;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "reload",
    description = {
      "Have the service that runs read its configuration again. It is checked first;",
      "when it is not right, the service goes on with what it has. Says what changes."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy reload"})
final class ReloadCommand implements Callable<Integer> {
  private final Context context;

  ReloadCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.with(
        understudy -> {
          Reload reload = understudy.reload();
          Output output = context.output();
          if (output.json()) {
            output.printJson(reload);
          } else {
            print(output, reload);
          }
          return ExitCode.DONE;
        });
  }

  private static void print(Output output, Reload reload) {
    if (reload.changes().isEmpty() && reload.atNextStart().isEmpty()) {
      output.print("The configuration is as it was.");
    }
    reload.changes().forEach(change -> output.print("changed: " + change));
    reload.atNextStart().forEach(change -> output.print("at the next start: " + change));
  }
}
