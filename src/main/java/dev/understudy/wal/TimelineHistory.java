package dev.understudy.wal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a timeline comes from: its ancestors, oldest first, each with the position at which it was
 * left. PostgreSQL keeps it in the file {@link Timeline#historyFile()} and archives that file at
 * the promotion (PostgreSQL: {@code timeline.c}, {@code readTimeLineHistory}).
 *
 * @param timeline whose history it is
 * @param ancestors oldest first; empty for the first timeline
 */
public record TimelineHistory(Timeline timeline, List<Ancestor> ancestors) {
  /**
   * One timeline that this one comes from.
   *
   * @param end where it was left: the first byte that is not its own any more
   */
  public record Ancestor(Timeline timeline, Lsn end) {}

  public TimelineHistory {
    ancestors = List.copyOf(ancestors);
    Timeline before = null;
    for (Ancestor ancestor : ancestors) {
      if (before != null && !ancestor.timeline().isNewerThan(before)) {
        throw new WalFormatException(ancestor.timeline().toString(), "newer than " + before);
      }
      before = ancestor.timeline();
    }
    if (before != null && !timeline.isNewerThan(before)) {
      throw new WalFormatException(timeline.toString(), "newer than its parent " + before);
    }
  }

  /** The history of a timeline that comes from no other, such as the one that initdb makes. */
  public static TimelineHistory root(Timeline timeline) {
    return new TimelineHistory(timeline, List.of());
  }

  /**
   * Reads a history file: lines of parent, position and reason; {@code #} begins a comment.
   *
   * @param timeline from the file's name
   * @throws WalFormatException for a line that is none, or timelines that do not grow
   */
  public static TimelineHistory parse(Timeline timeline, String text) {
    List<Ancestor> ancestors = new ArrayList<>();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(line -> ancestors.add(ancestor(line)));
    return new TimelineHistory(timeline, ancestors);
  }

  private static Ancestor ancestor(String line) {
    String[] words = line.split("\\s+", 3);
    if (words.length < 2) {
      throw new WalFormatException(line, "a line of a timeline's history");
    }
    return new Ancestor(Timeline.parse(words[0]), Lsn.parse(words[1]));
  }

  /** Where the ancestor was left; empty for this timeline itself, which has no end yet. */
  public Optional<Lsn> endOf(Timeline ancestor) {
    return ancestors.stream()
        .filter(candidate -> candidate.timeline().equals(ancestor))
        .map(Ancestor::end)
        .findFirst();
  }

  /** Whether what that timeline wrote up to the position belongs to this history. */
  public boolean contains(Timeline other, Lsn upTo) {
    return other.equals(timeline) || endOf(other).filter(end -> end.isAtLeast(upTo)).isPresent();
  }

  /** The timeline that wrote the byte at the position. */
  public Timeline at(Lsn lsn) {
    return ancestors.stream()
        .filter(ancestor -> !lsn.isAtLeast(ancestor.end()))
        .map(Ancestor::timeline)
        .findFirst()
        .orElse(timeline);
  }

  /**
   * The timeline under whose name recovery asks for a segment: the last one that wrote into it,
   * since a promotion copies the segment at which it happens (PostgreSQL: {@code
   * XLogFileReadAnyTLI}).
   *
   * @param number of the segment, counted from 0
   */
  public SegmentName segment(long number, SegmentSize size) {
    Timeline last = timeline;
    for (int i = ancestors.size() - 1; i >= 0; i--) {
      if (SegmentName.of(last, ancestors.get(i).end(), size).number() <= number) {
        break;
      }
      last = ancestors.get(i).timeline();
    }
    return new SegmentName(last, number, size);
  }
}
