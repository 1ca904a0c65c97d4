package dev.understudy.cli;

import dev.understudy.api.RunControl;
import dev.understudy.api.Started;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "pause",
    description = "Let a run stop at its next safe point. Work that is underway on hosts goes on.",
    footerHeading = "%nExamples:%n",
    footer = {"  understudy run pause last"})
final class RunPauseCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "ID", description = "A run's id, its beginning, or 'last'.")
  String id = "";

  RunPauseCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.with(
        understudy -> {
          String run = RunIds.find(understudy, id);
          Started started = understudy.control(run, new RunControl.Pause());
          Output output = context.output();
          if (output.json()) {
            output.printJson(understudy.run(run));
          } else {
            output.print("Run " + run + " pauses at its next safe point.");
            String note = started.note();
            if (note != null) {
              output.print(Text.line(note));
            }
            output.print("To go on: " + context.command("run resume " + run));
          }
          return ExitCode.DONE;
        });
  }
}
