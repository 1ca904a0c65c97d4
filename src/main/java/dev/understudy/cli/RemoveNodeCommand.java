package dev.understudy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove-node",
    description = {
      "Take a standby out of the cluster: its slot, its rules, and Understudy's files on it.",
      "Its server keeps running as it is."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy remove-node orders bravo"})
final class RemoveNodeCommand implements Callable<Integer> {
  private final Context context;
  private final Following following;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "As the configuration names it.")
  String cluster = "";

  @Parameters(index = "1", paramLabel = "NODE", description = "The standby to take out.")
  String node = "";

  @Mixin FollowOption follow = new FollowOption();

  RemoveNodeCommand(Context context, Following following) {
    this.context = context;
    this.following = following;
  }

  @Override
  public Integer call() {
    return context.withCluster(
        cluster,
        understudy ->
            following.start(understudy, understudy.removeNode(cluster, node), follow, "done"));
  }
}
