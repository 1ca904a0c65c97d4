package dev.understudy.archive;

import dev.understudy.config.CheckConfig;
import dev.understudy.wal.Lsn;
import dev.understudy.wal.SystemId;
import dev.understudy.wal.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Snapshots of an archive, a few facts at a time; times are counted back from noon. */
final class Snapshots {
  static final Instant NOW = Archives.NOON;
  static final ArchivePolicy POLICY =
      new ArchivePolicy(
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          limits(Duration.ofHours(24), Duration.ofHours(4)),
          limits(Duration.ofDays(2), Duration.ofDays(4)),
          OptionalInt.of(2),
          Optional.of(Duration.ofDays(8)),
          Optional.of(Duration.ofHours(1)));

  private static CheckConfig limits(Duration warning, Duration critical) {
    return new CheckConfig(Optional.of(warning), Optional.of(critical), Duration.ofMinutes(1));
  }

  private final List<PrimarySample> samples = new ArrayList<>();
  private Optional<Inventory> inventory = Optional.empty();
  private Optional<SystemId> systemId = Optional.empty();
  private Optional<Instant> oldestReady = Optional.empty();
  private Optional<ArchiverStats> archiver = Optional.empty();
  private Optional<Drill> drill = Optional.empty();

  Snapshots sample(long secondsAgo, Lsn written, long ready, long free) {
    samples.add(
        new PrimarySample(NOW.minusSeconds(secondsAgo), new Timeline(1), written, ready, free));
    return this;
  }

  Snapshots inventory(Archives archives) {
    inventory = Optional.of(archives.inventory());
    return this;
  }

  Snapshots systemId(String text) {
    systemId = Optional.of(SystemId.parse(text));
    return this;
  }

  Snapshots oldestReady(long secondsAgo) {
    oldestReady = Optional.of(NOW.minusSeconds(secondsAgo));
    return this;
  }

  /** Negative: never. */
  Snapshots archiver(long archivedAgo, long failures, long failedAgo, String file) {
    archiver =
        Optional.of(new ArchiverStats(true, ago(archivedAgo), failures, ago(failedAgo), file));
    return this;
  }

  Snapshots archivingOff() {
    archiver = Optional.of(new ArchiverStats(false, Optional.empty(), 0, Optional.empty(), ""));
    return this;
  }

  Snapshots drill(Drill last) {
    drill = Optional.of(last);
    return this;
  }

  private static Optional<Instant> ago(long seconds) {
    return seconds < 0 ? Optional.empty() : Optional.of(NOW.minusSeconds(seconds));
  }

  ArchiveSnapshot get() {
    return new ArchiveSnapshot(
        NOW,
        systemId,
        inventory,
        inventory.isPresent() ? "" : "S3 cannot be reached",
        samples,
        samples.isEmpty() ? "no route to host" : "",
        oldestReady,
        archiver,
        drill);
  }
}
