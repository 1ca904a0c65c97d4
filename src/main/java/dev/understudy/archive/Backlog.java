package dev.understudy.archive;

import dev.understudy.common.Finding;
import dev.understudy.wal.SegmentSize;
import java.time.Duration;
import java.util.List;

/** When the segments that wait to be archived will have filled the primary's disk. Pure. */
final class Backlog {
  static final String CHECK = "archive backlog";

  private static final double MILLIS_PER_HOUR = Duration.ofHours(1).toMillis();

  private Backlog() {}

  static Finding of(ArchiveSnapshot snapshot, SegmentSize size, ArchivePolicy policy) {
    if (snapshot.primary().isEmpty()) {
      return Finding.unknown(CHECK, "the primary could not be asked");
    }
    PrimarySample now = snapshot.primary().get();
    long waiting = now.ready() * size.bytes();
    String text = now.ready() + " segments wait";
    if (now.ready() > 0 && waiting >= now.free()) {
      return Finding.critical(
          CHECK, text + ", and only " + Sizes.bytes(now.free()) + " are free for more");
    }
    double growth = perHour(snapshot.samples()) * size.bytes();
    if (now.ready() == 0 || growth <= 0) {
      return Finding.ok(CHECK, text + (now.ready() == 0 ? "" : ", not growing"));
    }
    Duration left = Duration.ofMillis((long) (now.free() / growth * MILLIS_PER_HOUR));
    String forecast =
        text
            + ", growing by "
            + Sizes.bytes((long) growth)
            + " an hour: the disk is full in "
            + Sizes.time(left);
    if (left.compareTo(policy.fullCritical()) < 0) {
      return Finding.critical(CHECK, forecast);
    }
    return left.compareTo(policy.fullWarning()) < 0
        ? Finding.warning(CHECK, forecast)
        : Finding.ok(CHECK, forecast);
  }

  /** By the least squares, so that one odd sample does not decide; 0 with fewer than two. */
  private static double perHour(List<PrimarySample> samples) {
    int count = samples.size();
    if (count < 2) {
      return 0;
    }
    long origin = samples.get(0).at().toEpochMilli();
    double meanTime = 0;
    double meanReady = 0;
    for (PrimarySample sample : samples) {
      meanTime += (sample.at().toEpochMilli() - origin) / MILLIS_PER_HOUR / count;
      meanReady += (double) sample.ready() / count;
    }
    double covariance = 0;
    double variance = 0;
    for (PrimarySample sample : samples) {
      double time = (sample.at().toEpochMilli() - origin) / MILLIS_PER_HOUR - meanTime;
      covariance += time * (sample.ready() - meanReady);
      variance += time * time;
    }
    return variance == 0 ? 0 : covariance / variance;
  }
}
