package dev.understudy.archive;

import java.util.List;

/** Which base backups are no longer to be kept. Pure. */
public final class Retention {
  private Retention() {}

  /**
   * The full backups that expire, oldest first; those that need them go with them. The newest full
   * ones are kept, and what is younger than the oldest of those. One with damaged pages does not
   * count as kept, and the last that is whole never expires.
   *
   * @param backups all of the database, oldest first
   * @param keep how many full ones are kept, at least 1
   */
  public static List<Backup> expired(List<Backup> backups, int keep) {
    if (keep < 1) {
      throw new IllegalArgumentException("at least one full backup is kept, not " + keep);
    }
    List<Backup> full =
        backups.stream().filter(backup -> backup.type() == Backup.Type.FULL).toList();
    List<Backup> whole = full.stream().filter(backup -> !backup.failed()).toList();
    if (whole.size() <= keep) {
      return List.of();
    }
    Backup oldestKept = whole.get(whole.size() - keep);
    return full.subList(0, full.indexOf(oldestKept));
  }
}
