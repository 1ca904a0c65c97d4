package dev.understudy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "provision",
    description = {
      "Make every other node of the cluster a streaming standby.",
      "Goes on with a run that was interrupted. Applies nothing where nothing is to do."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy provision orders", "  understudy provision orders --no-follow"})
final class ProvisionCommand implements Callable<Integer> {
  private final Context context;
  private final Following following;

  @Parameters(paramLabel = "CLUSTER", description = "As the configuration names it.")
  String cluster = "";

  @Mixin FollowOption follow = new FollowOption();

  ProvisionCommand(Context context, Following following) {
    this.context = context;
    this.following = following;
  }

  @Override
  public Integer call() {
    return context.withCluster(
        cluster,
        understudy -> following.start(understudy, understudy.provision(cluster), follow, "done"));
  }
}
