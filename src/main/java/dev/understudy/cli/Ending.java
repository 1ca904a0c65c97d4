package dev.understudy.cli;

import dev.understudy.api.ErrorView;
import dev.understudy.api.RunDetail;
import dev.understudy.api.StepDetail;
import java.util.ArrayList;
import java.util.List;

/** Says how a run came to rest, and what a person can do about it. */
final class Ending {
  private final Context context;

  Ending(Context context) {
    this.context = context;
  }

  /**
   * Prints how the run rests.
   *
   * @param wanted the status in which the run is a success
   * @return the exit code
   */
  int print(RunDetail run, String wanted) {
    boolean success = run.status().equals(wanted);
    Output output = context.output();
    if (output.json()) {
      output.printJson(run);
    } else if (success) {
      output.print(success(run));
    } else {
      troubled(run).forEach(step -> new Errors(context).print(error(step)));
      output.remark(rests(run));
      next(run).forEach(output::remark);
    }
    return success ? ExitCode.DONE : ExitCode.FAILED;
  }

  private String success(RunDetail run) {
    if (!run.status().equals("done")) {
      return "Run " + run.id() + " is " + run.status();
    }
    long met = count(run, "satisfied");
    if (met == run.steps().size()) {
      return "Nothing to change: run "
          + run.id()
          + " found the goal of every step met ("
          + Human.count(met, "step")
          + ")";
    }
    String took = Times.span(run.started(), run.finished(), context.surroundings().clock());
    return "Run "
        + run.id()
        + " is done"
        + (took.isEmpty() ? "" : " after " + took)
        + ": "
        + Human.count(count(run, "done"), "step")
        + " carried out"
        + (met == 0 ? "" : ", " + met + " found their goal met")
        + (count(run, "skipped") == 0 ? "" : ", " + count(run, "skipped") + " skipped");
  }

  private static long count(RunDetail run, String status) {
    return run.steps().stream().filter(step -> step.status().equals(status)).count();
  }

  private static String rests(RunDetail run) {
    String reason = run.reason() == null ? "" : run.reason();
    String why = reason.isEmpty() ? "" : ": " + Text.line(reason);
    return switch (run.status()) {
      case "waiting" -> "Run " + run.id() + " waits for a person" + why;
      case "paused" -> "Run " + run.id() + " is paused" + why;
      default -> "Run " + run.id() + " is " + run.status() + why;
    };
  }

  private static List<StepDetail> troubled(RunDetail run) {
    return run.steps().stream()
        .filter(step -> step.error() != null)
        .filter(step -> List.of("failed", "unknown").contains(step.status()))
        .toList();
  }

  private static ErrorView error(StepDetail step) {
    ErrorView error = step.error();
    String subject = step.node() + ": " + step.id();
    boolean named = error.subject().equals(step.node());
    return new ErrorView(
        error.errorClass(),
        named ? subject : subject + ": " + error.subject(),
        error.message(),
        error.remedy());
  }

  private List<String> next(RunDetail run) {
    List<String> lines = new ArrayList<>();
    boolean waits = run.status().equals("waiting");
    if (run.status().equals("paused") || (waits && troubled(run).isEmpty())) {
      lines.add("To go on: " + context.command("run resume " + run.id()));
    } else if (waits) {
      lines.add("To go on:");
      for (StepDetail step : troubled(run)) {
        String words = run.id() + " " + step.id() + "@" + step.node();
        lines.add("  " + context.command("run retry " + words));
        lines.add("  " + context.command("run skip " + words + " --reason '…'"));
      }
      lines.add("  " + context.command("run cancel " + run.id()));
    } else {
      lines.add("To see it: " + context.command("run show " + run.id()));
    }
    return lines;
  }
}
