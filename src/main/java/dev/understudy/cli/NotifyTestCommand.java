package dev.understudy.cli;

import dev.understudy.api.ChannelTest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "test",
    description = {
      "Send a test message through every channel of the configuration, and say what became of it.",
      "Ends with status 1 when one did not arrive."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy notify test"})
final class NotifyTestCommand implements Callable<Integer> {
  private final Context context;

  NotifyTestCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.with(
        understudy -> {
          List<ChannelTest> tests = understudy.testChannels();
          print(tests);
          boolean good = tests.stream().allMatch(test -> test.failure().isEmpty());
          return good ? ExitCode.DONE : ExitCode.FAILED;
        });
  }

  private void print(List<ChannelTest> tests) {
    Output output = context.output();
    if (output.json()) {
      output.printJson(tests);
    } else if (tests.isEmpty()) {
      output.print(
          List.of("The configuration has no channel; see notify in docs/configuration.md."));
    } else {
      Style style = output.style();
      Table table = new Table("CHANNEL", "RESULT");
      for (ChannelTest test : tests) {
        String failure = Text.head(test.failure());
        table.row(test.channel(), failure.isEmpty() ? style.good("arrived") : style.bad(failure));
      }
      output.print(table.lines(style));
    }
  }
}
