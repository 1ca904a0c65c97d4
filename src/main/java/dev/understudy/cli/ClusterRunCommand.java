package dev.understudy.cli;

import dev.understudy.api.Started;
import dev.understudy.api.Understudy;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that starts a run on a cluster and follows it until it rests. */
abstract class ClusterRunCommand implements Callable<Integer> {
  final Context context;
  private final Following following;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "As the configuration names it.")
  String cluster = "";

  @Mixin FollowOption follow = new FollowOption();

  ClusterRunCommand(Context context, Following following) {
    this.context = context;
    this.following = following;
  }

  /** Starts the run, or throws when it must not be. */
  abstract Started start(Understudy understudy);

  @Override
  public final Integer call() {
    return context.withCluster(
        cluster, understudy -> following.start(understudy, start(understudy), follow, "done"));
  }
}
