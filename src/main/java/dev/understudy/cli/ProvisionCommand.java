package dev.understudy.cli;

import dev.understudy.api.Started;
import dev.understudy.api.Understudy;
import picocli.CommandLine.Command;

@Command(
    name = "provision",
    description = {
      "Make every other node of the cluster a streaming standby.",
      "Goes on with a run that was interrupted. Applies nothing where nothing is to do."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy provision orders", "  understudy provision orders --no-follow"})
final class ProvisionCommand extends ClusterRunCommand {
  ProvisionCommand(Context context, Following following) {
    super(context, following);
  }

  @Override
  Started start(Understudy understudy) {
    return understudy.provision(cluster);
  }
}
