package dev.understudy.cli;

import dev.understudy.api.SilenceOrder;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "silence",
    description = {
      "Have findings not told for some time, those too that are still to come. They are",
      "found and kept all the same."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy silence orders replication-lag --reason 'nightly load' --until 4h",
      "  understudy silence orders --reason 'the data centre moves' --until 2026-12-01T06:00Z"
    })
final class SilenceCommand extends SilenceOrderCommand {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "CHECK",
      description = "Of one check only, or CHECK/NODE for one node.")
  @Nullable String finding;

  SilenceCommand(Context context) {
    super(context);
  }

  @Override
  SilenceOrder order(Clock clock) {
    Optional<FindingRef> ref = Optional.ofNullable(finding).map(FindingRef::of);
    return new SilenceOrder.Silence(
        cluster,
        ref.map(FindingRef::check),
        ref.flatMap(FindingRef::node),
        options.owner(),
        options.reason(),
        options.until(clock));
  }
}
