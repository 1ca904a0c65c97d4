package dev.understudy.cli;

import dev.understudy.api.DeliveryView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "List the newest notifications, and whether they have arrived. Times are UTC.",
    footerHeading = "%nExamples:%n",
    footer = {"  understudy notify list", "  understudy notify list -n 200 --json"})
final class NotifyListCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "-n",
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "At most so many; ${DEFAULT-VALUE} when not given.")
  int count;

  NotifyListCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.with(
        understudy -> {
          print(understudy.notifications(count));
          return ExitCode.DONE;
        });
  }

  private void print(List<DeliveryView> deliveries) {
    Output output = context.output();
    if (output.json()) {
      output.printJson(deliveries);
    } else if (deliveries.isEmpty()) {
      output.print(List.of("Nobody was told anything yet."));
    } else {
      Table table =
          new Table("AT", "CLUSTER", "SUBJECT", "SEVERITY", "CHANNEL", "STATE", "TRIES", "FAILURE");
      deliveries.forEach(
          d ->
              table.row(
                  Times.date(d.at()),
                  d.cluster(),
                  d.subject(),
                  d.severity().name(),
                  d.channel(),
                  d.state(),
                  Integer.toString(d.attempts()),
                  Text.head(d.failure())));
      output.print(table.lines(output.style()));
    }
  }
}
