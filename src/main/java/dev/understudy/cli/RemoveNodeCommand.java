package dev.understudy.cli;

import dev.understudy.api.Started;
import dev.understudy.api.Understudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove-node",
    description = {
      "Take a standby out of the cluster: its slot, its rules, and Understudy's files on it.",
      "Its server keeps running as it is."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy remove-node orders bravo"})
final class RemoveNodeCommand extends ClusterRunCommand {
  @Parameters(index = "1", paramLabel = "NODE", description = "The standby to take out.")
  String node = "";

  RemoveNodeCommand(Context context, Following following) {
    super(context, following);
  }

  @Override
  Started start(Understudy understudy) {
    return understudy.removeNode(cluster, node);
  }
}
