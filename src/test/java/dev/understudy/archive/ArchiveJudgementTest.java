package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchiveJudgementTest {
  private static Archives whole() {
    return Archives.with("1:3-9").agedBackup("F", 3, 1);
  }

  private static Snapshots healthy(Archives archives) {
    return new Snapshots()
        .inventory(archives)
        .systemId(InfoTexts.SYSTEM_ID)
        .sample(0, Archives.start(10).plus(100), 0, 1L << 40)
        .archiver(10, 0, -1, "")
        .drill(
            new Drill(
                Snapshots.NOW,
                true,
                "",
                1L << 30,
                Duration.ofMinutes(1),
                1 << 24,
                Duration.ofSeconds(1)));
  }

  private static List<Finding> judge(Snapshots snapshots) {
    return ArchiveJudgement.of(snapshots.get(), Archives.SIZE, Snapshots.POLICY);
  }

  @Test
  void aHealthyArchiveHasOnlyGoodFindingsAndAllOfThem() {
    assertThat(judge(healthy(whole())))
        .allMatch(finding -> finding.severity() == Severity.OK)
        .extracting(Finding::check)
        .containsExactly(
            "archive-repository",
            "archive-gaps",
            "archive-timelines",
            "archive-restore-range",
            "archive-writer",
            "archive-staleness",
            "base-backup-drift",
            "base-backup-retention",
            "restore-drill",
            "recovery-time",
            "archiver-failures",
            "archive-backlog");
  }

  @Test
  void whatCannotBeAskedIsUnknownAndTheRestIsJudgedStill() {
    Snapshots snapshots =
        new Snapshots().sample(0, Archives.start(10), 100, 1L << 20).archiver(20, 3, 10, "x");

    List<Finding> findings = judge(snapshots);

    assertThat(findings)
        .extracting(Finding::severity)
        .containsExactly(Severity.UNKNOWN, Severity.UNKNOWN, Severity.WARNING, Severity.CRITICAL);
    assertThat(findings.get(0).sentence()).isEqualTo("S3 cannot be reached");
    assertThat(Finding.worst(findings)).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void theArchiveOfAnotherClusterIsFoundOut() {
    assertThat(judge(healthy(whole()).systemId("42")))
        .contains(
            Finding.critical("archive-writer", "it belongs to the system " + InfoTexts.SYSTEM_ID));
  }

  @Test
  void aTimelineThatThePrimaryNeverReachedIsAnotherServersWork() {
    Archives forked =
        Archives.with("1:3-9", "2:8-9")
            .history(2, "1\t0/8000100\tno recovery target specified")
            .agedBackup("F", 3, 1);

    assertThat(judge(healthy(forked)))
        .contains(
            Finding.critical(
                "archive-writer", "another server wrote timeline 2, the primary is on 1"));
  }
}
