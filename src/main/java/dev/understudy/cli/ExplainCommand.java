package dev.understudy.cli;

import dev.understudy.api.Explanation;
import dev.understudy.api.Understudy;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "explain",
    description = "Say why a failover happened or did not, and what would happen now.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy explain orders",
      "  understudy explain orders --at 2026-11-30T22:05:00Z",
      "  understudy explain orders --acknowledge   end the quiet period after a failover"
    })
final class ExplainCommand extends ClusterQuestionCommand<Explanation> {
  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "The time to explain, with a zone; else now.")
  @Nullable String at;

  @Option(
      names = "--acknowledge",
      description = "Take note of automatic failovers: another may follow at once.")
  boolean acknowledge;

  ExplainCommand(Context context) {
    super(context);
  }

  @Override
  Explanation ask(Understudy understudy) {
    Optional<Instant> time = time();
    if (acknowledge) {
      understudy.acknowledgeFailover(cluster);
    }
    return understudy.explain(cluster, time);
  }

  private Optional<Instant> time() {
    if (at == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(at).toInstant());
    } catch (DateTimeParseException e) {
      throw new UnderstudyException(
          ErrorClass.USAGE,
          "--at",
          "'" + at + "' is no time",
          "a time with its zone, such as 2026-11-30T22:05:00Z",
          null);
    }
  }

  @Override
  void print(Output output, Explanation explanation) {
    output.print(new ExplanationView(output.style()).lines(explanation));
  }
}
