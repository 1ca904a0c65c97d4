package dev.understudy.cli;

import dev.understudy.api.Plan;
import dev.understudy.api.Understudy;
import picocli.CommandLine.Command;

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
final class PlanCommand extends ClusterQuestionCommand<Plan> {
  PlanCommand(Context context) {
    super(context);
  }

  @Override
  Plan ask(Understudy understudy) {
    return understudy.plan(cluster);
  }

  @Override
  void print(Output output, Plan plan) {
    output.print(new PlanView(output.style()).lines(plan));
  }

  @Override
  int exitCode(Plan plan) {
    return plan.isEmpty() ? ExitCode.DONE : ExitCode.CHANGES;
  }
}
