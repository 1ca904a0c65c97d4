package dev.understudy.cli;

import dev.understudy.api.SilenceOrder;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "acknowledge",
    description = {
      "Say that somebody sees to an open finding: it is not told any more, until it is",
      "over, gets graver, or the time has come."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy acknowledge orders slot-lost/bravo --reason 'copied anew tonight' --until 12h"
    })
final class AcknowledgeCommand extends SilenceOrderCommand {
  @Parameters(
      index = "1",
      paramLabel = "CHECK",
      description = "The check that found it, or CHECK/NODE for one node.")
  String finding = "";

  AcknowledgeCommand(Context context) {
    super(context);
  }

  @Override
  SilenceOrder order(Clock clock) {
    FindingRef ref = FindingRef.of(finding);
    return new SilenceOrder.Acknowledge(
        cluster, ref.check(), ref.node(), options.owner(), options.reason(), options.until(clock));
  }
}
