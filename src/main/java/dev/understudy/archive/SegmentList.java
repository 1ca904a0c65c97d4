package dev.understudy.archive;

import dev.understudy.common.UnderstudyException;
import dev.understudy.wal.SegmentName;
import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.Timeline;
import dev.understudy.wal.TimelineHistory;
import dev.understudy.wal.WalFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Sorts what a listing brings: segments, history files, and the rest that is left out. */
final class SegmentList {
  private static final int HISTORY_LIMIT = 1 << 20;

  private final SegmentSize size;
  private final List<ArchivedSegment> segments = new ArrayList<>();
  private final TreeMap<Timeline, String> histories = new TreeMap<>();
  private final List<String> unreadable = new ArrayList<>();

  SegmentList(SegmentSize size) {
    this.size = size;
  }

  void add(StoredObject object) {
    ArchivedName.parse(object.fileName(), size).ifPresent(name -> add(object, name));
  }

  private void add(StoredObject object, ArchivedName name) {
    if (name.file() instanceof WalFile.Segment file) {
      SegmentName segment = file.segment();
      segments.add(
          new ArchivedSegment(
              segment, object.name(), object.size(), object.modified(), name.expansion()));
    } else if (name.file() instanceof WalFile.History file) {
      histories.put(file.timeline(), object.name());
    }
  }

  List<ArchivedSegment> segments() {
    segments.sort(Comparator.comparing(ArchivedSegment::segment));
    return segments;
  }

  Set<Timeline> historyFiles() {
    return histories.keySet();
  }

  List<String> unreadable() {
    return unreadable;
  }

  /** Reads one history in the usual case: the newest holds all that the others say. */
  Optional<TimelineHistory> newestHistory(Repository repository) {
    for (Map.Entry<Timeline, String> file : histories.descendingMap().entrySet()) {
      Optional<byte[]> content = repository.read(file.getValue(), HISTORY_LIMIT);
      Optional<TimelineHistory> history = content.flatMap(bytes -> parse(file.getKey(), bytes));
      if (history.isPresent()) {
        return history;
      }
      unreadable.add(file.getValue());
    }
    return Optional.empty();
  }

  private static Optional<TimelineHistory> parse(Timeline timeline, byte[] content) {
    try {
      String text = new String(content, StandardCharsets.UTF_8);
      return Optional.of(TimelineHistory.parse(timeline, text))
          .filter(history -> !history.ancestors().isEmpty());
    } catch (UnderstudyException e) {
      return Optional.empty();
    }
  }
}
