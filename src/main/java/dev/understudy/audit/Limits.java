package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.common.Measure;
import dev.understudy.common.Severity;
import dev.understudy.config.CheckConfig;
import dev.understudy.config.CheckId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Judges one number by the limits of its check. Pure. */
record Limits(CheckId check, CheckConfig config) {
  /** More is worse. */
  Severity upTo(long value) {
    if (reached(config.criticalAt(), value)) {
      return Severity.CRITICAL;
    }
    return reached(config.warningAt(), value) ? Severity.WARNING : Severity.OK;
  }

  /** Less is worse. */
  Severity downTo(long value) {
    if (config.criticalAt().isPresent() && value < config.criticalAt().getAsLong()) {
      return Severity.CRITICAL;
    }
    return config.warningAt().isPresent() && value < config.warningAt().getAsLong()
        ? Severity.WARNING
        : Severity.OK;
  }

  private static boolean reached(OptionalLong limit, long value) {
    return limit.isPresent() && value >= limit.getAsLong();
  }

  /** A finding about a number of which more is worse. */
  Finding finding(String node, long value, String sentence, Measure measure) {
    return new Finding(check.id(), upTo(value), sentence)
        .with(measure.upTo(boxed(config.warningAt()), boxed(config.criticalAt())))
        .on(node);
  }

  private static @Nullable Long boxed(OptionalLong limit) {
    return limit.isPresent() ? limit.getAsLong() : null;
  }
}
