package dev.understudy.cli;

import dev.understudy.api.RunControl;
import dev.understudy.api.RunDetail;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "retry",
    description = "Try steps of a run again: those named, or all that wait or failed.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy run retry last",
      "  understudy run retry last base-backup",
      "  understudy run retry last base-backup@bravo"
    })
final class RunRetryCommand extends RunOrderCommand {
  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "STEP",
      description = "A step, or STEP@NODE for one node.")
  List<String> steps = List.of();

  RunRetryCommand(Context context, Following following) {
    super(context, following, "done");
  }

  @Override
  RunControl order(Supplier<RunDetail> run) {
    return new RunControl.Retry(StepRefs.of(run.get(), steps));
  }
}
