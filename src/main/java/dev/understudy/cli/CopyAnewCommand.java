package dev.understudy.cli;

import dev.understudy.api.Started;
import dev.understudy.api.Understudy;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import picocli.CommandLine.Command;
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
final class CopyAnewCommand extends ClusterRunCommand {
  @Parameters(index = "1", paramLabel = "NODE", description = "The standby to copy anew.")
  String node = "";

  @Option(names = "--yes", description = "Do it.")
  boolean yes;

  CopyAnewCommand(Context context, Following following) {
    super(context, following);
  }

  @Override
  Started start(Understudy understudy) {
    if (!yes) {
      throw unconfirmed();
    }
    return understudy.copyAnew(cluster, node);
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
