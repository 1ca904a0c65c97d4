package dev.understudy.cli;

import dev.understudy.api.Status;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "status",
    description = "Show the cluster as it is now: roles, lag, and how to connect.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy status orders",
      "  psql \"$(understudy status orders --json | jq -r .connect.libpq)\""
    })
final class StatusCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "CLUSTER", description = "As the configuration names it.")
  String cluster = "";

  StatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.withCluster(
        cluster,
        understudy -> {
          Status status = understudy.status(cluster);
          Output output = context.output();
          if (output.json()) {
            output.printJson(status);
          } else {
            output.print(new StatusView(output.style()).lines(status));
          }
          return ExitCode.DONE;
        });
  }
}
