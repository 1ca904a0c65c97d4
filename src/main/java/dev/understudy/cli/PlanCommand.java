package dev.understudy.cli;

import dev.understudy.api.Plan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "plan",
    description = {
      "Show what 'provision' would change. Looks only, changes nothing.",
      "Exits with 0 when nothing would change, with 2 when something would."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy plan orders",
      "  understudy plan orders --json | jq '.changes[] | select(.restart)'"
    })
final class PlanCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "CLUSTER", description = "As the configuration names it.")
  String cluster = "";

  PlanCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.withCluster(
        cluster,
        understudy -> {
          Plan plan = understudy.plan(cluster);
          Output output = context.output();
          if (output.json()) {
            output.printJson(plan);
          } else {
            output.print(new PlanView(output.style()).lines(plan));
          }
          return plan.isEmpty() ? ExitCode.DONE : ExitCode.CHANGES;
        });
  }
}
