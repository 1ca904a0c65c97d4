package dev.understudy.cli;

import dev.understudy.api.SilenceOrder;
import dev.understudy.api.SilenceView;
import dev.understudy.api.Understudy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "maintenance",
    description = {
      "Say that somebody works on a node, or on the whole cluster: what is found there",
      "meanwhile is not told. It ends by itself."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy maintenance orders bravo --on --reason 'new disks' --until 3h --owner maria",
      "  understudy maintenance orders bravo --off"
    })
final class MaintenanceCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "As the configuration names it.")
  String cluster = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NODE",
      description = "One node; else the whole cluster.")
  @Nullable String node;

  @ArgGroup(multiplicity = "1")
  Turn turn = new Turn();

  @Mixin SilenceOptions options = new SilenceOptions();

  /** On or off. */
  static final class Turn {
    @Option(names = "--on", description = "It begins now.")
    boolean on;

    @Option(names = "--off", description = "It is over.")
    boolean off;
  }

  MaintenanceCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.withCluster(
        cluster,
        understudy -> {
          List<SilenceView> changed = turn.on ? begin(understudy) : end(understudy);
          Output output = context.output();
          if (output.json()) {
            output.printJson(changed);
          } else {
            output.print(
                changed.isEmpty()
                    ? List.of("There is no maintenance.")
                    : SilencesView.lines(output.style(), changed));
          }
          return ExitCode.DONE;
        });
  }

  private List<SilenceView> begin(Understudy understudy) {
    return understudy.silence(
        new SilenceOrder.Maintenance(
            cluster,
            Optional.ofNullable(node),
            options.owner(),
            options.reason(),
            options.until(context.surroundings().clock())));
  }

  private List<SilenceView> end(Understudy understudy) {
    return understudy.silences(Optional.of(cluster), false).stream()
        .filter(silence -> silence.kind().equals("maintenance"))
        .filter(silence -> Objects.equals(silence.node(), node))
        .map(silence -> understudy.endSilence(silence.id()))
        .toList();
  }
}
