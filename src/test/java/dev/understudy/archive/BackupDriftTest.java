package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupDriftTest {
  private static List<Finding> judge(Archives archives, Snapshots snapshots) {
    Inventory inventory = archives.inventory();
    return new BackupDrift(
            snapshots.inventory(archives).get(),
            inventory,
            Continuity.of(inventory).line(),
            Snapshots.POLICY)
        .findings();
  }

  private static Finding named(String check, List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.check().equals(check))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest(name = "{0} days old: {1}")
  @CsvSource({"0, OK", "1, OK", "2, OK", "3, WARNING", "4, WARNING", "5, CRITICAL"})
  void anOldBackupIsALongReplay(long days, Severity expected) {
    Archives archives = Archives.with("1:3-9").agedBackup("F", 3, days);
    assertThat(named(BackupDrift.AGE, judge(archives, new Snapshots())).severity())
        .isEqualTo(expected);
  }

  @Test
  void saysHowMuchWalIsToBeReplayed() {
    Archives archives = Archives.with("1:3-9").agedBackup("F", 3, 1);
    Snapshots snapshots = new Snapshots().sample(0, Archives.start(9), 0, 1);
    assertThat(named(BackupDrift.AGE, judge(archives, snapshots)).sentence())
        .isEqualTo("F is 24 h old, 96 MB of WAL to replay since");
  }

  @Test
  void withoutABackupThereIsNothingToRestore() {
    Archives archives = Archives.with("1:3-9").failedBackup("F", 1, 3, 3);
    assertThat(named(BackupDrift.AGE, judge(archives, new Snapshots())).severity())
        .isEqualTo(Severity.CRITICAL);
  }

  @ParameterizedTest(name = "{0} full backups where 2 are to be kept: {1}")
  @CsvSource({"1, OK", "2, OK", "3, OK", "4, WARNING"})
  void backupsThatAreNotRemovedFillTheRepository(int count, Severity expected) {
    Archives archives = Archives.with("1:1-9");
    for (int i = 1; i <= count; i++) {
      archives.agedBackup("F" + i, i, 1);
    }
    assertThat(named(BackupDrift.RETENTION, judge(archives, new Snapshots())).severity())
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} days ago, passed: {1}: {2}")
  @CsvSource({"1, true, OK", "8, true, OK", "9, true, WARNING", "1, false, CRITICAL"})
  void theLastDrillCounts(long days, boolean passed, Severity expected) {
    Snapshots snapshots = new Snapshots().drill(drill(days, passed));
    Finding finding =
        named(BackupDrift.DRILL, judge(Archives.with("1:3-9").agedBackup("F", 3, 1), snapshots));
    assertThat(finding.severity()).isEqualTo(expected);
    assertThat(finding.sentence()).contains(passed ? "passed" : "the marker is missing");
  }

  @Test
  void noDrillAtAllIsAWarning() {
    Archives archives = Archives.with("1:3-9").agedBackup("F", 3, 1);
    assertThat(named(BackupDrift.DRILL, judge(archives, new Snapshots())).severity())
        .isEqualTo(Severity.WARNING);
  }

  @ParameterizedTest(name = "{0} segments to replay: {1}, {2}")
  @CsvSource({
    // 1 GiB of backup takes 10 min; a segment takes 30 s.
    "10, 15 min, OK",
    "90, 55 min, OK",
    "110, 65 min, WARNING",
  })
  void theRecoveryTimeFollowsFromTheLastDrill(long segments, String time, Severity expected) {
    Archives archives = Archives.with("1:3-9").agedBackup("F", 3, 1);
    Snapshots snapshots =
        new Snapshots().drill(drill(1, true)).sample(0, Archives.start(3 + segments), 0, 1);
    Finding finding = named(BackupDrift.RECOVERY, judge(archives, snapshots));
    assertThat(finding.severity()).isEqualTo(expected);
    assertThat(finding.sentence()).startsWith("about " + time + ",");
  }

  private static Drill drill(long days, boolean passed) {
    return new Drill(
        Snapshots.NOW.minus(Duration.ofDays(days)),
        passed,
        passed ? "" : "the marker is missing",
        1L << 29,
        Duration.ofMinutes(5),
        Archives.SIZE.bytes() * 2,
        Duration.ofMinutes(1));
  }
}
