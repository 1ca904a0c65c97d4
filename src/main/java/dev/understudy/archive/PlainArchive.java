package dev.understudy.archive;

import dev.understudy.wal.SegmentSize;
import java.util.List;
import java.util.Optional;

/** An archive that holds segments under PostgreSQL's own names, compressed or not. */
public final class PlainArchive {
  private PlainArchive() {}

  /**
   * Lists it.
   *
   * @throws ArchiveException when the repository cannot be asked
   */
  public static Inventory read(Repository repository, SegmentSize size) {
    SegmentList list = new SegmentList(size);
    repository.walk("", list::add);
    return new Inventory(
        repository.name(),
        size,
        Optional.empty(),
        false,
        false,
        list.segments(),
        list.historyFiles(),
        list.newestHistory(repository),
        list.unreadable(),
        List.of());
  }
}
