package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiverFailuresTest {
  private static final String FILE = "000000010000000000000005";

  @ParameterizedTest(name = "archived {0} s ago, failed {1} s ago, ready for {2} s: {3}")
  @CsvSource({
    "-1, -1, 0, OK",
    "10, -1, 0, OK",
    "10, 20, 0, OK",
    "20, 10, 30, WARNING",
    "-1, 10, 30, WARNING",
    "3600, 10, 3500, CRITICAL",
    "-1, 10, 121, CRITICAL",
  })
  void aFailureCountsUntilItIsOvercome(long archived, long failed, long ready, Severity expected) {
    Snapshots snapshots =
        new Snapshots().archiver(archived, failed < 0 ? 0 : 7, failed, FILE).oldestReady(ready);
    assertThat(ArchiverFailures.of(snapshots.get(), Snapshots.POLICY).severity())
        .isEqualTo(expected);
  }

  @Test
  void namesTheFile() {
    Snapshots snapshots = new Snapshots().archiver(20, 7, 10, FILE);
    assertThat(ArchiverFailures.of(snapshots.get(), Snapshots.POLICY).sentence())
        .isEqualTo("failing: 7 failures, the last with " + FILE + " at 2026-06-01T11:59:50Z");
  }

  /** Then nothing waits and nothing fails, and an archive that cannot be listed would seem fine. */
  @Test
  void aServerThatArchivesNothingIsNotFine() {
    Finding finding = ArchiverFailures.of(new Snapshots().archivingOff().get(), Snapshots.POLICY);
    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.sentence()).contains("archive_mode is off");
  }
}
