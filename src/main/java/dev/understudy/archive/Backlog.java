package dev.understudy.archive;

import dev.understudy.common.Finding;
import dev.understudy.common.Measure;
import dev.understudy.common.Sizes;
import dev.understudy.config.CheckConfig;
import dev.understudy.config.CheckId;
import dev.understudy.wal.SegmentSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** When the segments that wait to be archived will have filled the primary's disk. Pure. */
final class Backlog {
  static final String CHECK = CheckId.ARCHIVE_BACKLOG.id();

  /** Of growth that is long over nothing follows. */
  private static final Duration WINDOW = Duration.ofHours(1);

  private static final double MILLIS_PER_HOUR = Duration.ofHours(1).toMillis();

  private Backlog() {}

  static Finding of(ArchiveSnapshot snapshot, SegmentSize size, ArchivePolicy policy) {
    if (snapshot.primary().isEmpty()) {
      return snapshot.unasked(CHECK);
    }
    PrimarySample now = snapshot.primary().get();
    long waiting = now.ready() * size.bytes();
    String text = now.ready() + " segments wait";
    Measure ready = Measure.of("archive_ready", now.ready(), Measure.Unit.COUNT);
    Measure free = Measure.of("wal_disk_free", now.free(), Measure.Unit.BYTES);
    if (now.ready() > 0 && waiting >= now.free()) {
      String scarce = text + ", and only " + Sizes.bytes(now.free()) + " are free for more";
      return Finding.critical(CHECK, scarce).with(ready, free);
    }
    if (now.ready() == 0 || inTransit(snapshot, policy)) {
      return Finding.ok(CHECK, text).with(ready, free);
    }
    double growth = perHour(recent(snapshot)) * size.bytes();
    if (growth <= 0) {
      return Finding.ok(CHECK, text + ", not growing").with(ready, free);
    }
    Duration left = Duration.ofMillis((long) (now.free() / growth * MILLIS_PER_HOUR));
    String forecast =
        text
            + ", growing by "
            + Sizes.bytes((long) growth)
            + " an hour: the disk is full in "
            + Sizes.time(left);
    return forecast(forecast, left, policy.full()).with(ready, free, left(left, policy.full()));
  }

  private static Finding forecast(String text, Duration left, CheckConfig limits) {
    if (limits.critical().filter(limit -> left.compareTo(limit) < 0).isPresent()) {
      return Finding.critical(CHECK, text);
    }
    return limits.warning().filter(limit -> left.compareTo(limit) < 0).isPresent()
        ? Finding.warning(CHECK, text)
        : Finding.ok(CHECK, text);
  }

  private static Measure left(Duration left, CheckConfig limits) {
    return Measure.of("wal_disk_full_in", left.toSeconds(), Measure.Unit.SECONDS)
        .downTo(
            limits.warning().map(Duration::toSeconds).orElse(null),
            limits.critical().map(Duration::toSeconds).orElse(null));
  }

  /** Whether even the oldest is so young that all of them are merely on their way in a burst. */
  private static boolean inTransit(ArchiveSnapshot snapshot, ArchivePolicy policy) {
    return snapshot
        .oldestReady()
        .filter(ready -> Duration.between(ready, snapshot.at()).compareTo(policy.slack()) <= 0)
        .isPresent();
  }

  private static List<PrimarySample> recent(ArchiveSnapshot snapshot) {
    Instant since = snapshot.at().minus(WINDOW);
    return snapshot.samples().stream().filter(sample -> !sample.at().isBefore(since)).toList();
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
