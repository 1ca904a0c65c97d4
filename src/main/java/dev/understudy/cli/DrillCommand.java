package dev.understudy.cli;

import dev.understudy.api.Started;
import dev.understudy.api.Understudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "drill",
    description = {
      "Restore the newest backup into a directory of its own, recover it to a point",
      "that is made now, check every table and page, ask the cluster's own questions,",
      "measure how long it took, and remove it again. Exits with 1 when it is not sound."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy drill orders", "  understudy drill orders --on charlie"})
final class DrillCommand extends ClusterRunCommand {
  @Option(
      names = "--on",
      paramLabel = "NODE",
      description = "On this node's host. Default: as the configuration says.")
  String node = "";

  DrillCommand(Context context, Following following) {
    super(context, following);
  }

  @Override
  Started start(Understudy understudy) {
    return understudy.drill(cluster, node);
  }
}
