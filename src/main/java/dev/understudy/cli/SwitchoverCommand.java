package dev.understudy.cli;

import dev.understudy.api.Plan;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "switchover",
    description = {
      "Make a standby the primary, and the primary its standby, without a row lost.",
      "Clients are disconnected, and nobody can write for about a second. Refused unless",
      "the standby streams and has nearly everything. Without --yes nothing is done."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy switchover orders --to bravo --dry-run",
      "  understudy switchover orders --to bravo --yes"
    })
final class SwitchoverCommand implements Callable<Integer> {
  private final Context context;
  private final Following following;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "As the configuration names it.")
  String cluster = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "NODE",
      description = "The standby that is to be the primary.")
  String node = "";

  @Option(names = "--yes", description = "Do it.")
  boolean yes;

  @Option(names = "--dry-run", description = "Only say what would be done, or why not.")
  boolean dryRun;

  @Mixin FollowOption follow = new FollowOption();

  SwitchoverCommand(Context context, Following following) {
    this.context = context;
    this.following = following;
  }

  @Override
  public Integer call() {
    return context.withCluster(
        cluster,
        understudy -> {
          if (dryRun) {
            return show(understudy.planSwitchover(cluster, node));
          }
          if (!yes) {
            throw unconfirmed();
          }
          return following.start(understudy, understudy.switchover(cluster, node), follow, "done");
        });
  }

  private int show(Plan plan) {
    Output output = context.output();
    if (output.json()) {
      output.printJson(plan);
    } else {
      output.print(new PlanView(output.style()).lines(plan));
    }
    return ExitCode.DONE;
  }

  private UnderstudyException unconfirmed() {
    String words = "switchover " + cluster + " --to " + node;
    return new UnderstudyException(
        ErrorClass.USAGE,
        cluster + "/" + node,
        "this disconnects all clients, and nobody can write for about a second",
        "look first: %s --dry-run; to do it: %s --yes"
            .formatted(context.command(words), context.command(words)),
        null);
  }
}
