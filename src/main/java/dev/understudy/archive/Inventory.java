package dev.understudy.archive;

import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.SystemId;
import dev.understudy.wal.Timeline;
import dev.understudy.wal.TimelineHistory;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a repository held when it was listed.
 *
 * @param repository its name, for messages
 * @param systemId of the cluster that it is for, where it says so
 * @param encrypted whether its files can be listed, and not read
 * @param keepsBackups whether base backups belong into it
 * @param segments whole ones by name, in the order of timeline and position; a name may come twice
 * @param historyFiles the timelines whose history file is there
 * @param history the newest history that could be read
 * @param unreadable names of files that could not be understood
 * @param backups finished ones; empty with {@code encrypted} until {@link #with}
 */
public record Inventory(
    String repository,
    SegmentSize segmentSize,
    Optional<SystemId> systemId,
    boolean encrypted,
    boolean keepsBackups,
    List<ArchivedSegment> segments,
    Set<Timeline> historyFiles,
    Optional<TimelineHistory> history,
    List<String> unreadable,
    List<Backup> backups) {
  public Inventory {
    segments = List.copyOf(segments);
    historyFiles = Set.copyOf(historyFiles);
    unreadable = List.copyOf(unreadable);
    backups = List.copyOf(backups);
  }

  /** The same with what was found out otherwise, as by {@link PgBackRestInfo}. */
  public Inventory with(Optional<SystemId> owner, List<Backup> found) {
    return new Inventory(
        repository,
        segmentSize,
        owner,
        encrypted,
        keepsBackups,
        segments,
        historyFiles,
        history,
        unreadable,
        found);
  }
}
