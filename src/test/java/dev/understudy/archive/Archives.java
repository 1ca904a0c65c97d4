package dev.understudy.archive;

import dev.understudy.wal.Lsn;
import dev.understudy.wal.SegmentName;
import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.SystemId;
import dev.understudy.wal.Timeline;
import dev.understudy.wal.TimelineHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Inventories in a few words: {@code 1:3-7} are segments 3 to 7 of timeline 1. */
final class Archives {
  static final SegmentSize SIZE = SegmentSize.DEFAULT;
  static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private final List<ArchivedSegment> segments = new ArrayList<>();
  private final List<Backup> backups = new ArrayList<>();
  private final Set<Timeline> historyFiles = new TreeSet<>();
  private Optional<TimelineHistory> history = Optional.empty();
  private boolean encrypted;

  static Archives with(String... ranges) {
    Archives archives = new Archives();
    for (String range : ranges) {
      String[] parts = range.split("[:-]");
      long last = Long.parseLong(parts[parts.length - 1]);
      for (long number = Long.parseLong(parts[1]); number <= last; number++) {
        archives.object(Long.parseLong(parts[0]), number, 1_000, true);
      }
    }
    return archives;
  }

  Archives object(long timeline, long number, long size, boolean compressed) {
    SegmentName segment = new SegmentName(new Timeline(timeline), number, SIZE);
    String object = segment + (compressed ? ".zst" : "") + "#" + segments.size();
    Instant modified = NOON.plusSeconds(number * 60);
    long expansion = compressed ? Long.MAX_VALUE : 1;
    segments.add(new ArchivedSegment(segment, object, size, modified, expansion));
    return this;
  }

  /** A history file, such as {@code history(2, "1\t0/3000000\tx")}; blank text: not readable. */
  Archives history(long timeline, String text) {
    historyFiles.add(new Timeline(timeline));
    if (!text.isBlank()) {
      history = Optional.of(TimelineHistory.parse(new Timeline(timeline), text));
    }
    return this;
  }

  Archives encrypted() {
    encrypted = true;
    return this;
  }

  /** A backup from the beginning of one segment to the middle of another. */
  Archives backup(String label, long timeline, long start, long stop, String... references) {
    backups.add(backup(label, timeline, start, stop, false, references));
    return this;
  }

  /** A full backup of one segment that ended so many days before noon. */
  Archives agedBackup(String label, long number, long days) {
    Backup made = backup(label, 1, number, number, false);
    backups.add(
        new Backup(
            made.label(),
            made.type(),
            made.references(),
            made.start(),
            made.stop(),
            made.startLsn(),
            made.stopLsn(),
            NOON.minus(Duration.ofDays(days)),
            NOON.minus(Duration.ofDays(days)),
            made.size(),
            false));
    return this;
  }

  Archives failedBackup(String label, long timeline, long start, long stop) {
    backups.add(backup(label, timeline, start, stop, true));
    return this;
  }

  private static Backup backup(
      String label, long timeline, long start, long stop, boolean failed, String... references) {
    SegmentName first = new SegmentName(new Timeline(timeline), start, SIZE);
    SegmentName last = new SegmentName(new Timeline(timeline), stop, SIZE);
    return new Backup(
        label,
        references.length == 0 ? Backup.Type.FULL : Backup.Type.INCREMENTAL,
        List.of(references),
        first,
        last,
        first.start(),
        last.start().plus(SIZE.bytes() / 2),
        NOON.plusSeconds(start * 60),
        NOON.plusSeconds(stop * 60 + 30),
        1L << 30,
        failed);
  }

  static Lsn start(long number) {
    return new Lsn(number * SIZE.bytes());
  }

  Inventory inventory() {
    segments.sort(Comparator.comparing(ArchivedSegment::segment));
    return new Inventory(
        "s3://orders-wal",
        SIZE,
        Optional.of(SystemId.parse(InfoTexts.SYSTEM_ID)),
        encrypted,
        true,
        segments,
        historyFiles,
        history,
        List.of(),
        backups);
  }
}
