package dev.understudy.cli;

import dev.understudy.api.Understudy;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "serve",
    description = {
      "Run the service in the foreground: it watches all clusters, carries out",
      "runs and wakes those that wait.",
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
    Interrupts interrupts = context.surroundings().interrupts();
    return context.withLogs(
        understudy -> {
          try (Interrupts.Registration ending = interrupts.onInterrupt(() -> end(understudy))) {
            understudy.serve(() -> {});
          }
          return ExitCode.DONE;
        });
  }

  private void end(Understudy understudy) {
    understudy.close();
    context.output().flush();
    context.surroundings().interrupts().endWith(ExitCode.DONE);
  }
}
