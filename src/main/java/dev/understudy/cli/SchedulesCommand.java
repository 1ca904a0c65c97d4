package dev.understudy.cli;

import dev.understudy.api.ScheduleView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "schedules",
    description = {
      "List what happens by schedule while a service runs: when next, and what became of",
      "the last time. All times are UTC."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy schedules",
      "  understudy schedules --json | jq '.[] | select(.last.status == \"waiting\")'"
    })
final class SchedulesCommand implements Callable<Integer> {
  private final Context context;

  SchedulesCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.with(
        understudy -> {
          List<ScheduleView> schedules = understudy.schedules();
          Output output = context.output();
          if (output.json()) {
            output.printJson(schedules);
          } else {
            print(output, schedules);
          }
          return ExitCode.DONE;
        });
  }

  private static void print(Output output, List<ScheduleView> schedules) {
    if (schedules.isEmpty()) {
      output.print("Nothing happens by schedule.");
      return;
    }
    Table table = new Table("SCHEDULE", "TIMES", "NEXT", "LAST", "OUTCOME", "RUN", "REASON");
    for (ScheduleView schedule : schedules) {
      ScheduleView.LastFire last = schedule.last();
      table.row(
          schedule.id(),
          schedule.times(),
          Times.date(schedule.next()),
          last == null ? "" : Times.date(last.scheduled()),
          last == null ? "" : outcome(output, last),
          last == null || last.run() == null ? "" : last.run(),
          last == null || last.reason() == null ? "" : Text.head(last.reason()));
    }
    output.print(table.lines(output.style()));
  }

  /** What became of the run says more than that there is one. */
  private static String outcome(Output output, ScheduleView.LastFire last) {
    String status = last.status();
    return status == null ? last.outcome() : output.style().status(status);
  }
}
