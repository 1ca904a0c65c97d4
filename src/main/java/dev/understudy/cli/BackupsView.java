package dev.understudy.cli;

import dev.understudy.api.BackupView;
import dev.understudy.api.Backups;
import dev.understudy.api.RestoreRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The base backups of a cluster as a table, and what they are good for. */
final class BackupsView {
  private final Style style;

  BackupsView(Style style) {
    this.style = style;
  }

  List<String> lines(Backups backups) {
    List<String> lines = new ArrayList<>();
    lines.add(style.strong(backups.cluster()) + "  " + Text.line(backups.repository()));
    lines.add("");
    if (backups.backups().isEmpty()) {
      lines.add("There is no base backup");
      return lines;
    }
    lines.addAll(table(backups).lines(style));
    lines.add("");
    if (backups.restorable().isEmpty()) {
      lines.add(style.bad("None of them can be restored: WAL is missing"));
    }
    for (RestoreRange range : backups.restorable()) {
      lines.add(
          "restorable from %s (%s) to %s (%s)"
              .formatted(range.from(), range.fromLsn(), range.to(), range.toLsn()));
    }
    return lines;
  }

  private Table table(Backups backups) {
    Table table =
        new Table(
            "BACKUP",
            "TYPE",
            "STARTED",
            "TOOK",
            "SIZE",
            "START",
            "STOP",
            "WAL",
            "",
            "VERIFIED",
            "");
    backups.backups().forEach(backup -> row(table, backup));
    return table;
  }

  private void row(Table table, BackupView backup) {
    table.row(
        Text.line(backup.label()),
        backup.type(),
        backup.started().toString(),
        Human.duration(Duration.between(backup.started(), backup.stopped())),
        Human.bytes(backup.size()),
        backup.startLsn(),
        backup.stopLsn(),
        backup.walStart(),
        backup.walStop(),
        backup.verified() == null ? "never" : backup.verified().toString(),
        backup.usable() ? "" : style.bad("not usable"));
  }
}
