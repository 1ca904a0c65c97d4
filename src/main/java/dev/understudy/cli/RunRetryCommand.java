package dev.understudy.cli;

import dev.understudy.api.RunControl;
import dev.understudy.api.Started;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
final class RunRetryCommand implements Callable<Integer> {
  private final Context context;
  private final Following following;

  @Parameters(index = "0", paramLabel = "ID", description = "A run's id, its beginning, or 'last'.")
  String id = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "STEP",
      description = "A step, or STEP@NODE for one node.")
  List<String> steps = List.of();

  @Mixin FollowOption follow = new FollowOption();

  RunRetryCommand(Context context, Following following) {
    this.context = context;
    this.following = following;
  }

  @Override
  public Integer call() {
    return context.with(
        understudy -> {
          String run = RunIds.find(understudy, id);
          Started started =
              understudy.control(
                  run, new RunControl.Retry(StepRefs.of(understudy.run(run), steps)));
          return following.start(understudy, started, follow, "done");
        });
  }
}
