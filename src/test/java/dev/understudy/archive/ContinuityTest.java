package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContinuityTest {
  private static final String SECOND = "1\t0/5000100\tno recovery target specified";

  private static Continuity judge(Archives archives) {
    return Continuity.of(archives.inventory());
  }

  private static List<Finding> findings(Archives archives) {
    Inventory inventory = archives.inventory();
    return ContinuityFindings.of(inventory, Continuity.of(inventory));
  }

  @Test
  void aWholeArchiveIsUnbrokenAndRestorableToItsEnd() {
    Archives archives = Archives.with("1:2-9").backup("F1", 1, 3, 3).backup("F2", 1, 6, 7);

    Continuity continuity = judge(archives);

    assertThat(continuity.unbroken()).isTrue();
    assertThat(continuity.count()).isEqualTo(7);
    assertThat(continuity.first()).contains(Archives.start(3));
    assertThat(continuity.end()).contains(Archives.start(10));
    assertThat(continuity.windows())
        .containsExactly(
            new Window(
                "F1",
                Archives.start(3).plus(8 << 20),
                Archives.start(10),
                Archives.NOON.plusSeconds(210),
                Archives.NOON.plusSeconds(540)));
    assertThat(findings(archives)).allMatch(finding -> finding.severity() == Severity.OK);
  }

  @Test
  void gapsAreNamedAsRanges() {
    Archives archives = Archives.with("1:3-4", "1:6-6", "1:9-9").backup("F", 1, 3, 3);

    assertThat(judge(archives).gaps())
        .hasToString(
            "[000000010000000000000005,"
                + " 000000010000000000000007 to 000000010000000000000008 (2)]");
    assertThat(findings(archives).get(0).severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void whatIsOlderThanTheOldestBackupIsNotMissed() {
    assertThat(judge(Archives.with("1:1-1", "1:5-8").backup("F", 1, 5, 5)).unbroken()).isTrue();
  }

  @Test
  void aBackupWhoseOwnSegmentsAreGoneCannotBeRestored() {
    Archives archives = Archives.with("1:4-8").backup("F", 1, 3, 4);

    assertThat(judge(archives).gaps()).hasToString("[000000010000000000000003]");
    assertThat(judge(archives).windows()).isEmpty();
    assertThat(findings(archives).get(2).sentence()).isEqualTo("no base backup can be restored");
  }

  @Test
  void theEndOfABackupIsNeededAlthoughNothingNewerIsThere() {
    Archives archives = Archives.with("1:3-4").backup("F", 1, 3, 6);

    assertThat(judge(archives).gaps())
        .hasToString("[000000010000000000000005 to 000000010000000000000006 (2)]");
  }

  @Test
  void afterAGapTheNextBackupBeginsAWindowOfItsOwn() {
    Archives archives = Archives.with("1:3-5", "1:7-9").backup("F1", 1, 3, 3).backup("F2", 1, 7, 8);

    assertThat(judge(archives).windows()).extracting(Window::label).containsExactly("F1", "F2");
    assertThat(judge(archives).windows().get(0).to()).isEqualTo(Archives.start(6));
    assertThat(findings(archives).get(2).severity()).isEqualTo(Severity.OK);
  }

  @Test
  void afterAGapWithoutANewerBackupNothingNewerCanBeRestored() {
    Archives archives = Archives.with("1:3-5", "1:7-9").backup("F1", 1, 3, 3);

    assertThat(findings(archives).get(2).severity()).isEqualTo(Severity.CRITICAL);
    assertThat(findings(archives).get(2).sentence()).endsWith("and no later");
  }

  @Test
  void emptyAndTruncatedObjectsAreHolesWithNames() {
    Archives archives =
        Archives.with("1:3-4", "1:7-8")
            .object(1, 5, 0, true)
            .object(1, 6, 1_000, false)
            .backup("F", 1, 3, 3);

    Continuity continuity = judge(archives);

    assertThat(continuity.empty()).containsExactly("000000010000000000000005.zst#4");
    assertThat(continuity.truncated()).containsExactly("000000010000000000000006#5");
    assertThat(continuity.gaps()).isEmpty();
    assertThat(continuity.windows()).extracting(Window::to).containsExactly(Archives.start(5));
  }

  @Test
  void oneNameTwiceIsOnceTooOften() {
    Archives archives = Archives.with("1:3-5").object(1, 4, 2_000, true).backup("F", 1, 3, 3);

    assertThat(judge(archives).twice()).containsExactly("000000010000000000000004");
    assertThat(findings(archives).get(0).severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void theLineGoesOnOverAPromotion() {
    Archives archives = Archives.with("1:3-4", "2:5-7").history(2, SECOND).backup("F", 1, 3, 3);

    assertThat(judge(archives).unbroken()).isTrue();
    assertThat(judge(archives).count()).isEqualTo(5);
  }

  @Test
  void aSegmentThatTheOldPrimaryNeverShippedIsMissed() {
    Archives archives = Archives.with("1:3-3", "2:5-7").history(2, SECOND).backup("F", 1, 3, 3);

    assertThat(judge(archives).gaps()).hasToString("[000000010000000000000004]");
  }

  @Test
  void aPromotionWithoutAFinishedSegmentYetEndsBeforeIt() {
    Archives archives = Archives.with("1:3-4").history(2, SECOND).backup("F", 1, 3, 3);

    assertThat(judge(archives).unbroken()).isTrue();
    assertThat(judge(archives).end()).contains(Archives.start(5));
  }

  @Test
  void whatAnOldPrimaryWroteBesideTheLineCountsForNothing() {
    Archives archives = Archives.with("1:3-9", "2:5-6").history(2, SECOND).backup("F", 1, 3, 3);

    assertThat(judge(archives).unbroken()).isTrue();
    assertThat(judge(archives).end()).contains(Archives.start(7));
  }

  @Test
  void aBackupFromBesideTheLineCannotBeUsed() {
    Archives archives = Archives.with("1:3-9", "2:5-6").history(2, SECOND).backup("F", 1, 7, 8);

    assertThat(judge(archives).windows()).isEmpty();
  }

  @Test
  void aHistoryFileThatIsMissingIsNamed() {
    Archives archives = Archives.with("1:3-4", "2:5-7").backup("F", 1, 3, 3);

    assertThat(judge(archives).missingHistories()).containsExactly("00000002.history");
    assertThat(findings(archives).get(1).severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void anOlderHistoryFileIsMissedLess() {
    Archives archives =
        Archives.with("1:3-4", "2:5-6", "3:7-7")
            .history(3, "1\t0/5000100\tx\n2\t0/7000100\tx")
            .backup("F", 1, 3, 3);

    assertThat(judge(archives).missingHistories()).containsExactly("00000002.history");
    assertThat(findings(archives).get(1).severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void encryptedHistoriesAreConcludedFromTheSegments() {
    Archives whole =
        Archives.with("1:3-4", "2:5-7").history(2, "").encrypted().backup("F", 1, 3, 3);
    Archives promoted = Archives.with("1:3-4").history(2, "").encrypted().backup("F", 1, 3, 3);
    Archives broken =
        Archives.with("1:3-3", "2:5-7").history(2, "").encrypted().backup("F", 1, 3, 3);

    assertThat(judge(whole).unbroken()).isTrue();
    assertThat(judge(promoted).unbroken()).isTrue();
    assertThat(judge(broken).gaps()).hasToString("[000000010000000000000004]");
  }

  @Test
  void incrementalBackupsNeedThoseBelowThem() {
    Archives archives =
        Archives.with("1:3-9")
            .failedBackup("F1", 1, 3, 3)
            .backup("I1", 1, 5, 5, "F1")
            .backup("F2", 1, 7, 7)
            .backup("I2", 1, 8, 8, "F2");

    assertThat(judge(archives).first()).contains(Archives.start(7));
    assertThat(judge(archives).windows()).extracting(Window::label).containsExactly("F2");
  }

  @ParameterizedTest(name = "{0} of {1} bytes: truncated {2}")
  @CsvSource({
    "lz4, 65535, true",
    "lz4, 65536, false",
    "gz, 16000, true",
    "gz, 17000, false",
    "zst, 1, false",
  })
  void aCompressedObjectThatNoSegmentFitsIntoIsTruncated(String kind, long size, boolean cut) {
    SegmentList list = new SegmentList(Archives.SIZE);
    list.add(
        new StoredObject(
            "000000010000000000000004-" + InfoTexts.SUM + "." + kind, size, Archives.NOON));
    assertThat(list.segments().get(0).truncated()).isEqualTo(cut);
  }

  @Test
  void anEmptyArchiveIsNoUnbrokenOne() {
    List<Finding> findings = findings(Archives.with());

    assertThat(findings.get(0))
        .extracting(Finding::severity, Finding::sentence)
        .containsExactly(Severity.WARNING, "s3://orders-wal holds no WAL yet");
    assertThat(findings.get(2).severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void manyGapsAreNotAllPutIntoOneSentence() {
    String[] ranges = new String[40];
    for (int i = 0; i < ranges.length; i++) {
      ranges[i] = "1:" + (2 * i + 3) + "-" + (2 * i + 3);
    }
    Archives archives = Archives.with(ranges).backup("F", 1, 3, 3);

    assertThat(findings(archives).get(0).sentence())
        .startsWith("missing: 000000010000000000000004, ")
        .endsWith(" and 34 more")
        .hasSizeLessThan(200);
  }
}
