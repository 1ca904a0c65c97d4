package dev.understudy.cli;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "copy-anew",
    description = {
      "Copy a standby anew that no longer streams, such as one whose WAL was removed.",
      "Its server is stopped; its data directory is moved aside and kept until prune.",
      "Without --yes nothing is done."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy copy-anew orders bravo --yes"})
final class CopyAnewCommand implements Callable<Integer> {
  private final Context context;
  private final Following following;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "As the configuration names it.")
  String cluster = "";

  @Parameters(index = "1", paramLabel = "NODE", description = "The standby to copy anew.")
  String node = "";

  @Option(names = "--yes", description = "Do it.")
  boolean yes;

  @Mixin FollowOption follow = new FollowOption();

  CopyAnewCommand(Context context, Following following) {
    this.context = context;
    this.following = following;
  }

  @Override
  public Integer call() {
    return context.withCluster(
        cluster,
        understudy -> {
          if (!yes) {
            throw unconfirmed();
          }
          return following.start(understudy, understudy.copyAnew(cluster, node), follow, "done");
        });
  }

  private UnderstudyException unconfirmed() {
    return new UnderstudyException(
        ErrorClass.USAGE,
        cluster + "/" + node,
        "this stops the node's server, and moves its data directory aside",
        "if that is what you want: "
            + context.command("copy-anew " + cluster + " " + node + " --yes"),
        null);
  }
}
