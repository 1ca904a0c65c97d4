package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.common.Measure;
import dev.understudy.common.Sizes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Something that is good until some time only. */
record Expiry(String subject, Instant at) {
  static Optional<Expiry> first(Collection<Expiry> all) {
    return all.stream().min(Comparator.comparing(Expiry::at));
  }

  /**
   * The judgement; pure.
   *
   * @param words the beginning of its sentence
   * @param measure the name of the time that is left
   */
  Finding finding(Limits limits, String words, String measure, Instant now) {
    Duration left = Duration.between(now, at);
    String when =
        left.isNegative()
            ? "has expired " + Sizes.time(left.negated()) + " ago"
            : "expires in " + Sizes.time(left);
    return new Finding(limits.check().id(), limits.downTo(left.toMillis()), words + when)
        .with(Measure.of(measure, Math.max(0, left.toSeconds()), Measure.Unit.SECONDS));
  }
}
