package dev.understudy.archive;

import dev.understudy.common.Finding;
import dev.understudy.wal.TimelineHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far the newest backup is behind, how many there are, and what a recovery would take. Pure.
 */
final class BackupDrift {
  static final String AGE = "backup age";
  static final String RETENTION = "backup retention";
  static final String DRILL = "restore drill";
  static final String RECOVERY = "recovery time";

  private final ArchiveSnapshot snapshot;
  private final ArchivePolicy policy;
  private final List<Backup> usable;

  BackupDrift(
      ArchiveSnapshot snapshot,
      Inventory inventory,
      Optional<TimelineHistory> line,
      ArchivePolicy policy) {
    this.snapshot = snapshot;
    this.policy = policy;
    this.usable = line.map(history -> UsableBackups.of(inventory, history)).orElse(List.of());
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(newest().map(this::age).orElseGet(() -> none(AGE)));
    findings.add(retention());
    policy.drillAge().map(this::drill).ifPresent(findings::add);
    recovery().ifPresent(findings::add);
    return findings;
  }

  private Optional<Backup> newest() {
    return usable.isEmpty() ? Optional.empty() : Optional.of(usable.get(usable.size() - 1));
  }

  private static Finding none(String check) {
    return Finding.critical(check, "there is no base backup that can be used");
  }

  private Finding age(Backup newest) {
    Duration age = Duration.between(newest.stopped(), snapshot.at());
    String replay =
        walSince(newest).map(wal -> ", " + Sizes.bytes(wal) + " of WAL to replay since").orElse("");
    String text = newest.label() + " is " + Sizes.time(age) + " old" + replay;
    if (age.compareTo(policy.backupAge().multipliedBy(2)) > 0) {
      return Finding.critical(AGE, text);
    }
    return age.compareTo(policy.backupAge()) > 0
        ? Finding.warning(AGE, text)
        : Finding.ok(AGE, text);
  }

  private Finding retention() {
    long full = usable.stream().filter(backup -> backup.type() == Backup.Type.FULL).count();
    String text = full + " full backups of " + usable.size() + " can be used";
    if (policy.keepFull().isEmpty()) {
      return Finding.ok(RETENTION, text);
    }
    int keep = policy.keepFull().getAsInt();
    String wanted = text + ", " + keep + " are to be kept";
    // One more is there between a new backup and the removal of the oldest.
    return full > keep + 1 ? Finding.warning(RETENTION, wanted) : Finding.ok(RETENTION, wanted);
  }

  private Finding drill(Duration limit) {
    if (snapshot.drill().isEmpty()) {
      return Finding.warning(DRILL, "no backup was ever restored to see that it can be");
    }
    Drill last = snapshot.drill().get();
    if (!last.passed()) {
      return Finding.critical(DRILL, "failed at " + last.at() + ": " + last.why());
    }
    Duration age = Duration.between(last.at(), snapshot.at());
    String text = "passed " + Sizes.time(age) + " ago";
    return age.compareTo(limit) > 0 ? Finding.warning(DRILL, text) : Finding.ok(DRILL, text);
  }

  private Optional<Finding> recovery() {
    Optional<Drill> measured = snapshot.drill().filter(Drill::passed);
    if (measured.isEmpty() || newest().isEmpty()) {
      return Optional.empty();
    }
    Backup backup = newest().get();
    return walSince(backup)
        .map(wal -> measured.get().estimate(backup.size(), wal))
        .map(
            time -> {
              String text = "about " + Sizes.time(time) + ", by the pace of the last drill";
              return policy.recoveryTime().filter(limit -> time.compareTo(limit) > 0).isPresent()
                  ? Finding.warning(RECOVERY, text)
                  : Finding.ok(RECOVERY, text);
            });
  }

  private Optional<Long> walSince(Backup backup) {
    return snapshot
        .primary()
        .filter(now -> now.written().isAtLeast(backup.startLsn()))
        .map(now -> now.written().minus(backup.startLsn()));
  }
}
