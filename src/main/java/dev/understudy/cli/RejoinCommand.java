package dev.understudy.cli;

import dev.understudy.api.Started;
import dev.understudy.api.Understudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "rejoin",
    description = {
      "Make the old primary of a failover a standby of the new one. It is kept from taking",
      "writes, what only it has is kept and named, then it is rewound, or copied anew, where its",
      "directory is moved aside and kept."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy rejoin orders alpha"})
final class RejoinCommand extends ClusterRunCommand {
  @Parameters(index = "1", paramLabel = "NODE", description = "The old primary.")
  String node = "";

  RejoinCommand(Context context, Following following) {
    super(context, following);
  }

  @Override
  Started start(Understudy understudy) {
    return understudy.rejoin(cluster, node);
  }
}
