package dev.understudy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "detach",
    description = {
      "Take Understudy off every node of the cluster.",
      "The servers run on; replication ends, since its slots and roles go."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy detach orders"})
final class DetachCommand implements Callable<Integer> {
  private final Context context;
  private final Following following;

  @Parameters(paramLabel = "CLUSTER", description = "As the configuration names it.")
  String cluster = "";

  @Mixin FollowOption follow = new FollowOption();

  DetachCommand(Context context, Following following) {
    this.context = context;
    this.following = following;
  }

  @Override
  public Integer call() {
    return context.withCluster(
        cluster,
        understudy -> following.start(understudy, understudy.detach(cluster), follow, "done"));
  }
}
