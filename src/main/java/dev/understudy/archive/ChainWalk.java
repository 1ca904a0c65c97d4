package dev.understudy.archive;

import dev.understudy.wal.Lsn;
import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.TimelineHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Walks once along the segments that recovery would ask for. Pure. */
final class ChainWalk {
  private final Inventory inventory;
  private final Lineage lineage;
  private final TimelineHistory history;
  private final SegmentSize size;
  private final List<Backup> backups;

  /** By number, those on the line; whole ones win over others of their name. */
  private final TreeMap<Long, ArchivedSegment> chain = new TreeMap<>();

  private final List<String> twice = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final List<String> empty = new ArrayList<>();
  private final List<String> truncated = new ArrayList<>();
  private final List<Window> windows = new ArrayList<>();

  ChainWalk(Inventory inventory, Lineage lineage) {
    this.inventory = inventory;
    this.lineage = lineage;
    this.history = lineage.history();
    this.size = inventory.segmentSize();
    this.backups = UsableBackups.of(inventory, history);
  }

  Continuity walk() {
    OptionalLong oldest = backups.stream().mapToLong(backup -> backup.start().number()).min();
    inventory.segments().forEach(segment -> enter(segment, oldest));
    long last =
        Math.max(
            chain.isEmpty() ? -1 : chain.lastKey(),
            backups.stream().mapToLong(backup -> backup.stop().number()).max().orElse(-1));
    long first = oldest.orElse(chain.isEmpty() ? 0 : chain.firstKey());
    follow(first, last);
    return new Continuity(
        Optional.of(history),
        lineage.certain(),
        last - first + 1,
        last < first ? Optional.empty() : Optional.of(start(first)),
        chain.isEmpty() ? Optional.empty() : Optional.of(start(chain.lastKey() + 1)),
        gaps,
        empty,
        truncated,
        twice,
        lineage.missing(),
        windows);
  }

  private void enter(ArchivedSegment segment, OptionalLong oldest) {
    long number = segment.segment().number();
    boolean needed = oldest.isEmpty() || number >= oldest.getAsLong();
    if (!needed || !history.segment(number, size).equals(segment.segment())) {
      return;
    }
    ArchivedSegment other = chain.putIfAbsent(number, segment);
    if (other != null) {
      twice.add(segment.segment().toString());
      if (!other.whole()) {
        chain.put(number, segment);
      }
    }
  }

  private void follow(long first, long last) {
    long next = first;
    long runStart = first;
    for (ArchivedSegment segment : chain.values()) {
      long number = segment.segment().number();
      if (number > next) {
        endRun(runStart, next - 1);
        gaps.add(gap(next, number - 1));
        runStart = number;
      }
      next = number + 1;
      if (!segment.whole()) {
        (segment.empty() ? empty : truncated).add(segment.object());
        endRun(runStart, number - 1);
        runStart = next;
      }
    }
    endRun(runStart, next - 1);
    if (next <= last) {
      gaps.add(gap(next, last));
    }
  }

  private void endRun(long from, long to) {
    backups.stream()
        .filter(backup -> backup.start().number() >= from && backup.stop().number() <= to)
        .findFirst()
        .ifPresent(
            backup ->
                windows.add(
                    new Window(
                        backup.label(),
                        backup.stopLsn(),
                        start(to + 1),
                        backup.stopped(),
                        chain.get(to).modified())));
  }

  private Gap gap(long from, long to) {
    return new Gap(history.segment(from, size), history.segment(to, size), to - from + 1);
  }

  private Lsn start(long number) {
    return new Lsn(number * size.bytes());
  }
}
