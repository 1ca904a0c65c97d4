package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.common.Measure;
import dev.understudy.common.Severity;
import dev.understudy.config.CheckId;
import java.time.Duration;
import java.util.Locale;

/** How far a host's clock is from the service's. Pure. */
final class Clocks {
  private Clocks() {}

  static Finding of(ServerFacts facts, String node, ServerLook.Facts seen) {
    CheckId check = CheckId.CLOCK_OFFSET;
    Duration ahead = seen.clockAhead();
    Severity severity = facts.limits(check).upTo(ahead.abs().toMillis());
    String sentence =
        String.format(
            Locale.ROOT,
            "the clock of %s is %.1f s %s that of the service",
            node,
            ahead.abs().toMillis() / 1000.0,
            ahead.isNegative() ? "behind" : "ahead of");
    return new Finding(check.id(), severity, sentence)
        .with(Measure.of("clock_offset", ahead.abs().toSeconds(), Measure.Unit.SECONDS))
        .on(node);
  }
}
