package dev.understudy.archive;

import dev.understudy.wal.Lsn;
import dev.understudy.wal.Timeline;
import dev.understudy.wal.TimelineHistory;
import dev.understudy.wal.TimelineHistory.Ancestor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The line of timelines that leads to the newest one, on which recovery goes. Pure.
 *
 * @param history the line
 * @param certain whether a history file says so; else it was concluded from the segments
 * @param missing names of history files that should be there
 */
record Lineage(TimelineHistory history, boolean certain, List<String> missing) {
  /** Empty when there is neither a segment nor a history file. */
  static Optional<Lineage> of(Inventory inventory) {
    TreeMap<Timeline, ArchivedSegment> first = new TreeMap<>();
    TreeMap<Timeline, ArchivedSegment> last = new TreeMap<>();
    for (ArchivedSegment segment : inventory.segments()) {
      first.putIfAbsent(segment.segment().timeline(), segment);
      last.put(segment.segment().timeline(), segment);
    }
    TreeSet<Timeline> timelines = new TreeSet<>(first.keySet());
    timelines.addAll(inventory.historyFiles());
    if (timelines.isEmpty()) {
      return Optional.empty();
    }
    Timeline newest = timelines.last();
    Optional<TimelineHistory> said =
        inventory.history().filter(history -> history.timeline().equals(newest));
    boolean certain = said.isPresent() || newest.id() == 1;
    TimelineHistory history = said.orElseGet(() -> concluded(newest, first, last));
    return Optional.of(new Lineage(history, certain, missing(history, inventory)));
  }

  /**
   * Each timeline is taken to branch off where its first segment begins. A wrong guess can only
   * show as a gap, never hide one, since the segments before that must still be there.
   */
  private static TimelineHistory concluded(
      Timeline newest,
      TreeMap<Timeline, ArchivedSegment> first,
      TreeMap<Timeline, ArchivedSegment> last) {
    List<Ancestor> ancestors = new ArrayList<>();
    for (Timeline timeline : first.headMap(newest).keySet()) {
      Lsn end =
          Optional.ofNullable(first.higherEntry(timeline))
              .map(next -> next.getValue().segment().start())
              .orElseGet(() -> last.get(timeline).segment().next().start());
      ancestors.add(new Ancestor(timeline, end));
    }
    return new TimelineHistory(newest, ancestors);
  }

  private static List<String> missing(TimelineHistory history, Inventory inventory) {
    List<Timeline> line = new ArrayList<>();
    history.ancestors().forEach(ancestor -> line.add(ancestor.timeline()));
    line.add(history.timeline());
    return line.stream()
        .filter(timeline -> timeline.id() > 1)
        .filter(timeline -> !inventory.historyFiles().contains(timeline))
        .map(Timeline::historyFile)
        .toList();
  }
}
