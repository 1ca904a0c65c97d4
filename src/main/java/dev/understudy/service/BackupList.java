package dev.understudy.service;

import dev.understudy.api.BackupView;
import dev.understudy.api.Backups;
import dev.understudy.api.RestoreRange;
import dev.understudy.archive.Backup;
import dev.understudy.archive.Continuity;
import dev.understudy.archive.Inventory;
import dev.understudy.archive.UsableBackups;
import dev.understudy.archive.Window;
import dev.understudy.store.DrillRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** An inventory's base backups for the faces. */
final class BackupList {
  private BackupList() {}

  /**
   * @param verified when a backup was last restored and found sound, by its label
   */
  static Backups of(String cluster, Inventory inventory, Map<String, Instant> verified) {
    Continuity continuity = Continuity.of(inventory);
    Set<String> usable =
        continuity.line().stream()
            .flatMap(line -> UsableBackups.of(inventory, line).stream())
            .map(Backup::label)
            .collect(Collectors.toSet());
    List<BackupView> backups =
        inventory.backups().stream()
            .sorted(Comparator.comparing(Backup::stopped))
            .map(backup -> view(backup, usable.contains(backup.label()), verified))
            .toList();
    return new Backups(
        cluster,
        inventory.repository(),
        backups,
        continuity.windows().stream().map(BackupList::range).toList());
  }

  /** When each backup last passed a restore drill, by its label. */
  static Map<String, Instant> verified(List<DrillRow> drills) {
    return drills.stream()
        .filter(DrillRow::passed)
        .collect(
            Collectors.toMap(
                DrillRow::backup,
                DrillRow::endedAt,
                BinaryOperator.maxBy(Comparator.<Instant>naturalOrder())));
  }

  private static BackupView view(Backup backup, boolean usable, Map<String, Instant> verified) {
    return new BackupView(
        backup.label(),
        backup.type().name().toLowerCase(Locale.ROOT),
        usable,
        backup.started(),
        backup.stopped(),
        backup.startLsn().toString(),
        backup.stopLsn().toString(),
        backup.size(),
        backup.start().toString(),
        backup.stop().toString(),
        verified.get(backup.label()));
  }

  private static RestoreRange range(Window window) {
    return new RestoreRange(
        window.label(),
        window.from().toString(),
        window.to().toString(),
        window.earliest(),
        window.latest());
  }
}
