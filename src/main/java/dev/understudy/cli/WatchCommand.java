package dev.understudy.cli;

import dev.understudy.api.ClusterView;
import dev.understudy.api.Understudy;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "watch",
    description = {
      "Show what is known of a cluster, beat by beat, until Ctrl-C. Looks by itself,",
      "whether or not a service runs. With --json: one line for each beat."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy watch orders",
      "  understudy watch orders --json | jq -c '.nodes[] | [.node, .role, .trouble]'"
    })
final class WatchCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "As the configuration names it.")
  private String cluster = "";

  WatchCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Interrupts interrupts = context.surroundings().interrupts();
    return context.withCluster(
        cluster,
        understudy -> {
          try (Interrupts.Registration ending = interrupts.onInterrupt(() -> end(understudy))) {
            Region region = new Region(context.output().out());
            understudy.watch(cluster, view -> print(region, view));
          }
          return ExitCode.DONE;
        });
  }

  private void print(Region region, ClusterView view) {
    Output output = context.output();
    if (output.json()) {
      output.printJson(view);
      return;
    }
    List<String> lines = new WatchView(output.style()).lines(view);
    if (context.surroundings().terminal().interactive()) {
      region.draw(List.of(), lines);
    } else {
      output.print(lines);
    }
  }

  private void end(Understudy understudy) {
    understudy.close();
    context.output().flush();
    context.surroundings().interrupts().endWith(ExitCode.DONE);
  }
}
