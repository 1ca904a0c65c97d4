package dev.understudy.cli;

import dev.understudy.api.FailoverOrder;
import dev.understudy.api.FailoverView;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "failover",
    description = {
      "Make a standby the primary because the primary is lost. The old primary is fenced first:",
      "without proof that it takes no writes nobody is promoted. Without --yes it only",
      "shows who would take over, and what would be lost."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy failover orders",
      "  understudy failover orders --yes",
      "  understudy failover orders --to bravo --force --reason 'alpha is unplugged' --yes"
    })
final class FailoverCommand implements Callable<Integer> {
  private final Context context;
  private final Following following;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "As the configuration names it.")
  String cluster = "";

  @Option(
      names = "--to",
      paramLabel = "NODE",
      description = "This standby takes over. Default: the one with most WAL.")
  String node = "";

  @Option(
      names = "--force",
      description = {
        "Without proof too: you say that the old primary is off or stopped, and",
        "stays so. If you are wrong, there are two primaries."
      })
  boolean force;

  @Option(
      names = "--allow-data-loss",
      description = "Also when more may be lost than max_lag says, or nobody knows how much.")
  boolean dataLoss;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with your name.")
  String reason = "";

  @Option(names = "--yes", description = "Do it.")
  boolean yes;

  @Mixin FollowOption follow = new FollowOption();

  FailoverCommand(Context context, Following following) {
    this.context = context;
    this.following = following;
  }

  @Override
  public Integer call() {
    FailoverOrder order = new FailoverOrder(cluster, node, force, dataLoss, reason);
    return context.withCluster(
        cluster,
        understudy ->
            yes
                ? following.start(understudy, understudy.failover(order), follow, "done")
                : show(understudy.previewFailover(order)));
  }

  private int show(FailoverView view) {
    Output output = context.output();
    if (output.json()) {
      output.printJson(view);
    } else {
      output.print(lines(view));
    }
    return ExitCode.DONE;
  }

  private List<String> lines(FailoverView view) {
    List<String> lines = new ArrayList<>();
    lines.add(
        view.serving()
            ? view.primary() + " is the primary, and takes writes: a switchover loses nothing."
            : view.primary() + " is the primary, and does not answer.");
    String candidate = view.candidate();
    if (candidate == null) {
      lines.add("Nobody may take over:");
    } else {
      Long behind = view.behindBytes();
      lines.add(
          candidate
              + " would take over. "
              + (behind == null
                  ? "How much of the last writes it lacks is not known."
                  : "It lacks " + Human.bytes(behind) + " of what the primary was known to have."));
      lines.add(
          "First the old primary would be fenced by " + String.join(", ", view.fencing()) + ".");
    }
    view.refused().forEach((name, why) -> lines.add("  " + name + ": " + why));
    if (candidate != null) {
      lines.add("To do it: " + context.command(words() + " --yes"));
    }
    return lines;
  }

  private String words() {
    return "failover "
        + Objects.requireNonNull(cluster)
        + (node.isEmpty() ? "" : " --to " + node)
        + (force ? " --force" : "")
        + (dataLoss ? " --allow-data-loss" : "");
  }
}
