package dev.understudy.archive;

import dev.understudy.wal.TimelineHistory;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which backups can be restored and recovered along a line of timelines. Pure. */
public final class UsableBackups {
  private UsableBackups() {}

  /** Oldest end first. */
  public static List<Backup> of(Inventory inventory, TimelineHistory history) {
    Set<String> sound = new HashSet<>();
    inventory.backups().stream()
        .filter(backup -> !backup.failed())
        .forEach(b -> sound.add(b.label()));
    return inventory.backups().stream()
        .filter(backup -> sound.contains(backup.label()))
        .filter(backup -> sound.containsAll(backup.references()))
        .filter(backup -> history.contains(backup.start().timeline(), backup.stopLsn()))
        .sorted(Comparator.comparing(Backup::stopLsn))
        .toList();
  }
}
