package dev.understudy.cli;

import dev.understudy.api.RunControl;
import dev.understudy.api.RunDetail;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(
    name = "cancel",
    description = "End a run and undo what is reversible.",
    footerHeading = "%nExamples:%n",
    footer = {"  understudy run cancel last"})
final class RunCancelCommand extends RunOrderCommand {
  RunCancelCommand(Context context, Following following) {
    super(context, following, "cancelled");
  }

  @Override
  RunControl order(Supplier<RunDetail> run) {
    return new RunControl.Cancel();
  }
}
