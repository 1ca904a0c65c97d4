package dev.understudy.cli;

import dev.understudy.api.RunControl;
import dev.understudy.api.RunDetail;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(
    name = "resume",
    description = "Let a run go on that was paused or interrupted, or that waits.",
    footerHeading = "%nExamples:%n",
    footer = {"  understudy run resume last"})
final class RunResumeCommand extends RunOrderCommand {
  RunResumeCommand(Context context, Following following) {
    super(context, following, "done");
  }

  @Override
  RunControl order(Supplier<RunDetail> run) {
    return new RunControl.Resume();
  }
}
