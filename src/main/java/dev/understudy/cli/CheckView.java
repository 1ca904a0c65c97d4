package dev.understudy.cli;

import dev.understudy.api.CheckReport;
import dev.understudy.api.CheckResult;
import dev.understudy.common.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What checks found, as monitoring plug-ins print it: the first line is what is shown and holds the
 * performance data, the rest is for whoever looks closer.
 */
final class CheckView {
  private final Style style;

  CheckView(Style style) {
    this.style = style;
  }

  List<String> lines(Severity worst, List<CheckReport> reports) {
    List<String> lines = new ArrayList<>();
    String data = performance(reports);
    lines.add(tag(worst) + " - " + summary(worst, reports) + (data.isEmpty() ? "" : " | " + data));
    for (CheckReport report : reports) {
      for (CheckResult result : report.results()) {
        lines.add(tag(result.severity()) + " " + words(report, result));
        if (result.remedy() != null) {
          lines.add("  remedy: " + plain(result.remedy()));
        }
      }
    }
    return lines;
  }

  private static String summary(Severity worst, List<CheckReport> reports) {
    List<String> gravest =
        reports.stream()
            .flatMap(
                report ->
                    report.results().stream()
                        .filter(result -> result.severity() == worst)
                        .map(result -> words(report, result)))
            .toList();
    long all = reports.stream().mapToLong(report -> report.results().size()).sum();
    if (worst == Severity.OK) {
      String names = reports.stream().map(CheckReport::cluster).collect(Collectors.joining(", "));
      return names + ": " + Human.count(all, "check") + " passed";
    }
    String more = gravest.size() == 1 ? "" : " (and " + (gravest.size() - 1) + " more)";
    return gravest.get(0) + more;
  }

  private static String words(CheckReport report, CheckResult result) {
    String node = result.node() == null ? "" : "/" + result.node();
    return report.cluster() + " " + result.check() + node + ": " + plain(result.sentence());
  }

  /** A bar would begin performance data. */
  private static String plain(String text) {
    return Text.line(text).replace('|', '/');
  }

  private static String performance(List<CheckReport> reports) {
    return reports.stream()
        .flatMap(
            report -> {
              String prefix = reports.size() == 1 ? "" : report.cluster() + ".";
              return report.results().stream()
                  .flatMap(
                      result ->
                          result.measures().stream()
                              .map(measure -> measure.performance(prefix + node(result))));
            })
        .collect(Collectors.joining(" "));
  }

  private static String node(CheckResult result) {
    return result.node() == null ? "" : result.node() + ".";
  }

  private String tag(Severity severity) {
    return switch (severity) {
      case OK -> style.good("OK");
      case WARNING -> style.warn("WARNING");
      case CRITICAL -> style.bad("CRITICAL");
      case UNKNOWN -> style.warn("UNKNOWN");
    };
  }
}
