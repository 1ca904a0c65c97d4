package dev.understudy.cli;

import dev.understudy.api.RunControl;
import dev.understudy.api.Started;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
final class RunSkipCommand implements Callable<Integer> {
  private final Context context;
  private final Following following;

  @Parameters(index = "0", paramLabel = "ID", description = "A run's id, its beginning, or 'last'.")
  String id = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "STEP",
      description = "A step, or STEP@NODE for one node.")
  List<String> steps = List.of();

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  String reason = "";

  @Mixin FollowOption follow = new FollowOption();

  RunSkipCommand(Context context, Following following) {
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
                  run, new RunControl.Skip(StepRefs.of(understudy.run(run), steps), reason));
          return following.start(understudy, started, follow, "done");
        });
  }
}
