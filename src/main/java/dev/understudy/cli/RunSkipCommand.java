package dev.understudy.cli;

import dev.understudy.api.RunControl;
import dev.understudy.api.RunDetail;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "skip",
    description = "Let a run go on without steps. The reason is recorded.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy run skip last verify --reason 'verified by hand'",
      "  understudy run skip last verify@bravo --reason 'bravo is next door'"
    })
final class RunSkipCommand extends RunOrderCommand {
  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "STEP",
      description = "A step, or STEP@NODE for one node.")
  List<String> steps = List.of();

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  String reason = "";

  RunSkipCommand(Context context, Following following) {
    super(context, following, "done");
  }

  @Override
  RunControl order(Supplier<RunDetail> run) {
    return new RunControl.Skip(StepRefs.of(run.get(), steps), reason);
  }
}
