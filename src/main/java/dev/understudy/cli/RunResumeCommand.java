package dev.understudy.cli;

import dev.understudy.api.RunControl;
import dev.understudy.api.Started;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "resume",
    description = "Let a run go on that was paused or interrupted, or that waits.",
    footerHeading = "%nExamples:%n",
    footer = {"  understudy run resume last"})
final class RunResumeCommand implements Callable<Integer> {
  private final Context context;
  private final Following following;

  @Parameters(index = "0", paramLabel = "ID", description = "A run's id, its beginning, or 'last'.")
  String id = "";

  @Mixin FollowOption follow = new FollowOption();

  RunResumeCommand(Context context, Following following) {
    this.context = context;
    this.following = following;
  }

  @Override
  public Integer call() {
    return context.with(
        understudy -> {
          String run = RunIds.find(understudy, id);
          Started started = understudy.control(run, new RunControl.Resume());
          return following.start(understudy, started, follow, "done");
        });
  }
}
