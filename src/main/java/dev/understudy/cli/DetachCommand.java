package dev.understudy.cli;

import dev.understudy.api.Started;
import dev.understudy.api.Understudy;
import picocli.CommandLine.Command;

@Command(
    name = "detach",
    description = {
      "Take Understudy off every node of the cluster.",
      "The servers run on; replication ends, since its slots and roles go, and no WAL is",
      "archived any more. Where archive_mode stays on until a server's next restart and nothing",
      "else sets a command, 00-left-by-understudy.conf sets one that keeps nothing."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy detach orders"})
final class DetachCommand extends ClusterRunCommand {
  DetachCommand(Context context, Following following) {
    super(context, following);
  }

  @Override
  Started start(Understudy understudy) {
    return understudy.detach(cluster);
  }
}
