package dev.understudy.archive;

import dev.understudy.common.Finding;
import dev.understudy.common.Measure;
import dev.understudy.common.Measure.Unit;
import dev.understudy.common.Sizes;
import dev.understudy.config.CheckId;
import dev.understudy.wal.TimelineHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the newest backup is behind, how many there are, and what a recovery would take. Pure.
 */
final class BackupDrift {
  static final String AGE = CheckId.BASE_BACKUP_DRIFT.id();
  static final String RETENTION = CheckId.BASE_BACKUP_RETENTION.id();
  static final String DRILL = CheckId.RESTORE_DRILL.id();
  static final String RECOVERY = CheckId.RECOVERY_TIME.id();

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
    Measure old =
        Measure.of("backup_age", age.toSeconds(), Unit.SECONDS)
            .upTo(seconds(policy.backup().warning()), seconds(policy.backup().critical()));
    Finding finding = graded(age, text);
    return walSince(newest)
        .map(wal -> finding.with(old, Measure.of("backup_wal_since", wal, Unit.BYTES)))
        .orElseGet(() -> finding.with(old));
  }

  private Finding graded(Duration age, String text) {
    if (policy.backup().critical().filter(limit -> age.compareTo(limit) > 0).isPresent()) {
      return Finding.critical(AGE, text);
    }
    return policy.backup().warning().filter(limit -> age.compareTo(limit) > 0).isPresent()
        ? Finding.warning(AGE, text)
        : Finding.ok(AGE, text);
  }

  private static @Nullable Long seconds(Optional<Duration> limit) {
    return limit.map(Duration::toSeconds).orElse(null);
  }

  private Finding retention() {
    long full = usable.stream().filter(backup -> backup.type() == Backup.Type.FULL).count();
    String text = full + " full backups of " + usable.size() + " can be used";
    Measure count = Measure.of("backups_full", full, Unit.COUNT);
    if (policy.keepFull().isEmpty()) {
      return Finding.ok(RETENTION, text).with(count);
    }
    int keep = policy.keepFull().getAsInt();
    String wanted = text + ", " + keep + " are to be kept";
    // One more is there between a new backup and the removal of the oldest.
    return (full > keep + 1 ? Finding.warning(RETENTION, wanted) : Finding.ok(RETENTION, wanted))
        .with(count);
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
    return (age.compareTo(limit) > 0 ? Finding.warning(DRILL, text) : Finding.ok(DRILL, text))
        .with(Measure.of("drill_age", age.toSeconds(), Unit.SECONDS).upTo(limit.toSeconds(), null));
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
              Measure estimate =
                  Measure.of("recovery_time", time.toSeconds(), Unit.SECONDS)
                      .upTo(seconds(policy.recoveryTime()), null);
              return (policy.recoveryTime().filter(limit -> time.compareTo(limit) > 0).isPresent()
                      ? Finding.warning(RECOVERY, text)
                      : Finding.ok(RECOVERY, text))
                  .with(estimate);
            });
  }

  private Optional<Long> walSince(Backup backup) {
    return snapshot
        .primary()
        .filter(now -> now.written().isAtLeast(backup.startLsn()))
        .map(now -> now.written().minus(backup.startLsn()));
  }
}
