package dev.understudy.cli;

import dev.understudy.api.Started;
import dev.understudy.api.Understudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "ship-missing",
    description = {
      "Have a primary ship the WAL that the archive lacks: after a change of primary, what",
      "the old one never shipped. Changes nothing when nothing is missing."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy ship-missing orders", "  understudy ship-missing orders --from bravo"})
final class ShipMissingCommand extends ClusterRunCommand {
  @Option(
      names = "--from",
      paramLabel = "NODE",
      description = "The node that is the primary now. Default: the one that the store knows.")
  String node = "";

  ShipMissingCommand(Context context, Following following) {
    super(context, following);
  }

  @Override
  Started start(Understudy understudy) {
    return understudy.shipMissing(cluster, node);
  }
}
