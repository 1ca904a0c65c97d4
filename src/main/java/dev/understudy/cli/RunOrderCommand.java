package dev.understudy.cli;

import dev.understudy.api.RunControl;
import dev.understudy.api.RunDetail;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that gives a run an order and follows it until it rests. */
abstract class RunOrderCommand implements Callable<Integer> {
  private final Context context;
  private final Following following;
  private final String goal;

  @Parameters(index = "0", paramLabel = "ID", description = "A run's id, its beginning, or 'last'.")
  String id = "";

  @Mixin FollowOption follow = new FollowOption();

  /**
   * @param goal the state of the run in which the order is carried out
   */
  RunOrderCommand(Context context, Following following, String goal) {
    this.context = context;
    this.following = following;
    this.goal = goal;
  }

  /**
   * @param run as it is now
   */
  abstract RunControl order(Supplier<RunDetail> run);

  @Override
  public final Integer call() {
    return context.with(
        understudy -> {
          String run = RunIds.find(understudy, id);
          RunControl order = order(() -> understudy.run(run));
          return following.start(understudy, understudy.control(run, order), follow, goal);
        });
  }
}
