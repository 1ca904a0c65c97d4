package dev.understudy.cli;

import dev.understudy.api.SilenceView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "unsilence",
    description = "End an acknowledgement, a silence or maintenance before its time.",
    footerHeading = "%nExamples:%n",
    footer = {"  understudy unsilence 7"})
final class UnsilenceCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "ID", description = "As understudy silences lists it.")
  long id;

  UnsilenceCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.with(
        understudy -> {
          SilenceView ended = understudy.endSilence(id);
          Output output = context.output();
          if (output.json()) {
            output.printJson(ended);
          } else {
            output.print(SilencesView.lines(output.style(), List.of(ended)));
          }
          return ExitCode.DONE;
        });
  }
}
