package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a repository holds of a backup, by what pgBackRest 2.45 prints. */
class BackupContentsTest {
  private static final String INFO =
      """
      [{"archive":[{"database":{"id":1,"repo-key":1},"id":"15-1","max":"000000010000000000000100",\
      "min":"000000010000000000000001"}],"backup":[{"annotation":{"understudy-run":"r1"},\
      "archive":{"start":"0000000100000000000000FF","stop":"000000010000000100000000"},\
      "database":{"id":1,"repo-key":1},"error":false,"info":{"size":228067798},\
      "label":"20261130-191646F","lsn":{"start":"0/FF000028","stop":"1/138"},\
      "timestamp":{"start":1796066206,"stop":1796066217},"type":"full"}],\
      "db":[{"id":1,"repo-key":1,"system-id":7714044842286001514,"version":"15"}],\
      "name":"orders","repo":[{"cipher":"none","key":1,"status":{"code":0,"message":"ok"}}],\
      "status":{"code":0,"lock":{"backup":{"held":true}},"message":"ok"}}]
      """;
  private static final String FOLDER =
      """
      {".":{"type":"path"},"backup.manifest":{"type":"file","size":190,"time":1796066217},\
      "backup.manifest.copy":{"type":"file","size":190,"time":1796066217},"pg_data":{"type":"path"}}
      """;
  private static final String FIRST =
      """
      {".":{"type":"path"},"0000000100000000000000FF-5db02e42.lz4":{"type":"file","size":30},\
      "0000000100000000000000FF.00000028.backup":{"type":"file","size":371}}
      """;
  private static final String SECOND =
      """
      {"000000010000000100000000-8ded973a.lz4":{"type":"file","size":69358,"time":1796066217}}
      """;

  private final PgBackRestReport report = PgBackRestReport.of(INFO, "orders", Archives.SIZE);
  private final Backup backup = report.takenBy("r1").orElseThrow();

  @Test
  void aReportTellsWhichRunTookABackupAndWhetherOneIsTaken() {
    assertThat(backup.label()).isEqualTo("20261130-191646F");
    assertThat(report.takenBy("r2")).isEmpty();
    assertThat(report.archiveId()).isEqualTo("15-1");
    assertThat(report.busy()).isTrue();
    assertThat(PgBackRestReport.of("[]", "orders", Archives.SIZE).busy()).isFalse();
  }

  @Test
  void nothingIsMissingOfAWholeBackup() {
    assertThat(BackupContents.folders(backup))
        .containsExactly("0000000100000000", "0000000100000001");
    assertThat(missing(FOLDER + FIRST + SECOND)).isEmpty();
  }

  @Test
  void whatIsNotThereOrEmptyIsNamed() {
    assertThat(missing(FOLDER + FIRST + "{}\n")).containsExactly("000000010000000100000000");
    assertThat(missing(FOLDER + FIRST + SECOND.replace("69358", "0")))
        .containsExactly("000000010000000100000000");
    assertThat(missing(FOLDER + FIRST.replace("-5db02e42.lz4", ".partial") + SECOND))
        .containsExactly("0000000100000000000000FF");
    assertThat(missing("{}\n" + FIRST + SECOND))
        .containsExactly("backup.manifest", "backup.manifest.copy");
    assertThat(missing("")).hasSize(4);
  }

  private List<String> missing(String listings) {
    return BackupContents.of(listings).missing(backup);
  }
}
