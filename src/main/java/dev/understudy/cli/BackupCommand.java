package dev.understudy.cli;

import dev.understudy.api.Plan;
import dev.understudy.api.Understudy;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "backup",
    description = {
      "Take a base backup of the primary into the cluster's archive, prove it, and let those",
      "expire that are not to be kept. Joins a backup that is under way."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy backup orders", "  understudy backup orders --full --dry-run"})
final class BackupCommand implements Callable<Integer> {
  private final Context context;
  private final Following following;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "As the configuration names it.")
  String cluster = "";

  @ArgGroup Type type = new Type();

  @Option(names = "--dry-run", description = "Show what would be done; change nothing.")
  boolean dryRun;

  @Mixin FollowOption follow = new FollowOption();

  /** How much is copied. */
  static final class Type {
    @Option(names = "--full", description = "Copy everything.")
    boolean full;

    @Option(
        names = "--incremental",
        description = "Copy what has changed since the last backup; the default.")
    boolean incremental;
  }

  BackupCommand(Context context, Following following) {
    this.context = context;
    this.following = following;
  }

  @Override
  public Integer call() {
    String wanted = type.full ? "full" : "incremental";
    return context.withCluster(
        cluster,
        understudy ->
            dryRun
                ? plan(understudy, wanted)
                : following.start(understudy, understudy.backup(cluster, wanted), follow, "done"));
  }

  private int plan(Understudy understudy, String wanted) {
    Plan plan = understudy.planBackup(cluster, wanted);
    Output output = context.output();
    if (output.json()) {
      output.printJson(plan);
    } else {
      output.print(new PlanView(output.style()).lines(plan));
    }
    return ExitCode.DONE;
  }
}
