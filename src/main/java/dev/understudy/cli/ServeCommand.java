package dev.understudy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "serve",
    description = {
      "Run the service in the foreground: it carries out runs and wakes those that wait.",
      "Logs to standard error, one line per event. Ends cleanly on SIGTERM and Ctrl-C."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy serve --config /etc/understudy/understudy.yaml"})
final class ServeCommand implements Callable<Integer> {
  private final Context context;

  ServeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.withLogs(
        understudy -> {
          try (Interrupts.Registration ending =
              context.surroundings().interrupts().onInterrupt(understudy::close)) {
            understudy.serve();
          }
          return ExitCode.DONE;
        });
  }
}
