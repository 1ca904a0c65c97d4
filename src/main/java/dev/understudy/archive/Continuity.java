package dev.understudy.archive;

import dev.understudy.wal.Lsn;
import dev.understudy.wal.TimelineHistory;
import java.util.List;
import java.util.Optional;

/**
 * Whether the WAL of an archive can be replayed from the oldest backup to its end.
 *
 * @param line the timelines that recovery follows; empty for an archive without WAL
 * @param certain whether a history file says so
 * @param count segments that are needed
 * @param first the first one needed; empty when none is
 * @param end where the newest segment on the line ends; empty when there is none
 * @param gaps what is needed and not there, in order
 * @param empty names of needed objects with nothing in them
 * @param truncated names of needed objects that are too short
 * @param twice names of needed segments that are there more than once
 * @param missingHistories names of history files that should be there
 * @param windows what can be restored to, in order
 */
public record Continuity(
    Optional<TimelineHistory> line,
    boolean certain,
    long count,
    Optional<Lsn> first,
    Optional<Lsn> end,
    List<Gap> gaps,
    List<String> empty,
    List<String> truncated,
    List<String> twice,
    List<String> missingHistories,
    List<Window> windows) {
  /** Nothing is there. */
  static final Continuity NONE =
      new Continuity(
          Optional.empty(),
          true,
          0,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of());

  /** Judges a listing. Pure. */
  public static Continuity of(Inventory inventory) {
    return Lineage.of(inventory)
        .map(lineage -> new ChainWalk(inventory, lineage).walk())
        .orElse(NONE);
  }

  /** Whether every segment needed is there once and whole, and every history file. */
  public boolean unbroken() {
    return gaps.isEmpty()
        && empty.isEmpty()
        && truncated.isEmpty()
        && twice.isEmpty()
        && missingHistories.isEmpty();
  }
}
