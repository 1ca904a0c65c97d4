package dev.understudy.cli;

import dev.understudy.api.Status;
import dev.understudy.api.Understudy;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    description = "Show the cluster as it is now: roles, lag, and how to connect.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy status orders",
      "  psql \"$(understudy status orders --json | jq -r .connect.libpq)\""
    })
final class StatusCommand extends ClusterQuestionCommand<Status> {
  StatusCommand(Context context) {
    super(context);
  }

  @Override
  Status ask(Understudy understudy) {
    return understudy.status(cluster);
  }

  @Override
  void print(Output output, Status status) {
    output.print(new StatusView(output.style()).lines(status));
  }
}
