package dev.understudy.audit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When something is used up, by how it went so far. Pure. */
final class Forecast {
  /** One from a shorter time would be a guess. */
  private static final Duration LEAST = Duration.ofMinutes(15);

  private Forecast() {}

  /**
   * By the least squares over samples of what was left.
   *
   * @param left now
   * @return empty when it does not get less, or too little is known
   */
  static Optional<Duration> usedUpIn(List<Sample> samples, long left) {
    int count = samples.size();
    if (count < 3
        || Duration.between(samples.get(0).at(), samples.get(count - 1).at()).compareTo(LEAST)
            < 0) {
      return Optional.empty();
    }
    double origin = samples.get(0).at().toEpochMilli();
    double meanTime = 0;
    double meanLeft = 0;
    for (Sample sample : samples) {
      meanTime += (sample.at().toEpochMilli() - origin) / count;
      meanLeft += (double) sample.value() / count;
    }
    double covariance = 0;
    double variance = 0;
    for (Sample sample : samples) {
      double time = sample.at().toEpochMilli() - origin - meanTime;
      covariance += time * (sample.value() - meanLeft);
      variance += time * time;
    }
    double perMilli = variance == 0 ? 0 : covariance / variance;
    return perMilli >= 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis((long) (left / -perMilli)));
  }
}
