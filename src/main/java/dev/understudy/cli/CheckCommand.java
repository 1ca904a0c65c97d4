package dev.understudy.cli;

import dev.understudy.api.CheckReport;
import dev.understudy.common.Severity;
import dev.understudy.common.UnderstudyException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    customSynopsis = "understudy check [OPTIONS] [CLUSTER] [CHECK...]",
    description = {
      "Check a cluster, or all that there is something to check of, as a monitoring",
      "plug-in does: one line with performance data, then a line for each finding.",
      "Exits with 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy check orders",
      "  understudy check orders archive-staleness archive-backlog",
      "  understudy check orders --json | jq '.clusters[].results[] | select(.severity != \"OK\")'"
    })
final class CheckCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      arity = "0..*",
      paramLabel = "CLUSTER|CHECK",
      hideParamSyntax = true,
      description = "A cluster, then ids of checks; without any, all.")
  List<String> words = new ArrayList<>();

  CheckCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try {
      return context.withClusters(
          (clusters, understudy) -> {
            boolean named = !words.isEmpty() && clusters.contains(words.get(0));
            List<CheckReport> reports =
                named
                    ? List.of(understudy.check(words.get(0), words.subList(1, words.size())))
                    : understudy.checkAll(words);
            return print(reports);
          });
    } catch (UnderstudyException e) {
      return unknown(e);
    }
  }

  private int print(List<CheckReport> reports) {
    Severity worst = Severity.worst(reports.stream().map(CheckReport::severity).toList());
    Output output = context.output();
    if (output.json()) {
      output.printJson(new Answer(worst, reports));
    } else {
      output.print(new CheckView(output.style()).lines(worst, reports));
    }
    return worst.exitCode();
  }

  /** A plug-in that could not check says so on standard output. */
  private int unknown(UnderstudyException e) {
    if (!context.output().json()) {
      context
          .output()
          .print("UNKNOWN - " + Text.line(e.subject() + ": " + e.getMessage()).replace('|', '/'));
    }
    return Errors.plugIn(new Errors(context).failure(e), this);
  }

  private record Answer(Severity severity, List<CheckReport> clusters) {}
}
