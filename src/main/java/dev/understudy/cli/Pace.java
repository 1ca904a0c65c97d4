package dev.understudy.cli;

import dev.understudy.api.ProgressView;
import dev.understudy.api.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Works out how fast steps come on, where their progress does not say it. */
final class Pace {
  private static final long WINDOW_MILLIS = 5_000;
  private static final String TIME = "s";

  private final Map<StepKey, Sample> samples = new HashMap<>();

  /**
   * How far a step had come.
   *
   * @param rate as last worked out, null until then
   */
  private record Sample(Instant at, long done, @Nullable Long rate) {}

  /** The event's progress with a rate, if there can be one; null when it has no progress. */
  @Nullable ProgressView of(RunEvent event) {
    ProgressView progress = event.progress();
    if (progress == null || progress.rate() != null || progress.unit().equals(TIME)) {
      return progress;
    }
    Long rate = rate(StepKey.of(event), event.at(), progress.done());
    return new ProgressView(
        progress.done(), progress.total(), progress.unit(), progress.note(), rate);
  }

  private @Nullable Long rate(StepKey key, Instant at, long done) {
    Sample last = samples.get(key);
    if (last == null || done < last.done) {
      samples.put(key, new Sample(at, done, null));
      return null;
    }
    long millis = Duration.between(last.at, at).toMillis();
    Long known = last.rate;
    if (millis < 1_000) {
      return known;
    }
    double measured = (done - last.done) * 1000.0 / millis;
    double weight = Math.min(1.0, (double) millis / WINDOW_MILLIS);
    long rate = Math.round(known == null ? measured : known + weight * (measured - known));
    samples.put(key, new Sample(at, done, rate));
    return rate;
  }
}
