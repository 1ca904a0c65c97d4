package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.understudy.wal.Lsn;
import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PgBackRestArchiveTest {
  private static final String WAL = "archive/orders/15-1/";

  @TempDir Path directory;

  private void put(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void segment(String database, String name, String suffix) throws IOException {
    String folder = "archive/orders/" + database + "/" + name.substring(0, 16) + "/";
    put(folder + name + "-" + InfoTexts.SUM + suffix, "x");
  }

  private Inventory read() {
    return new PgBackRestArchive(new DirectoryRepository(directory), "orders", SegmentSize.DEFAULT)
        .read();
  }

  @BeforeEach
  void twoTimelinesAndTwoBackups() throws IOException {
    put("archive/orders/archive.info", InfoTexts.archiveInfo("15", 1));
    put(
        "backup/orders/backup.info",
        InfoTexts.backupInfo(
            InfoTexts.backup("20260101-000000F", "full", "000000010000000000000003"),
            InfoTexts.backup(
                "20260101-000000F_20260102-000000I", "incr", "000000010000000000000004")));
    segment("15-1", "000000010000000000000003", ".zst");
    segment("15-1", "000000010000000000000004", ".zst");
    segment("15-1", "000000010000000000000005.partial", ".zst");
    segment("15-1", "000000020000000000000005", ".zst");
    put(WAL + "00000002.history", "1\t0/5000100\tno recovery target specified\n");
    put(WAL + "0000000100000000/000000010000000000000003.00000028.backup", "START WAL");
    segment("14-0", "000000010000000000000001", ".zst");
  }

  @Test
  void isReadAsItLies() {
    Inventory inventory = read();

    assertThat(inventory.segments())
        .extracting(segment -> segment.segment().toString())
        .containsExactly(
            "000000010000000000000003", "000000010000000000000004", "000000020000000000000005");
    assertThat(inventory.segments().get(0).object())
        .isEqualTo(WAL + "0000000100000000/000000010000000000000003-" + InfoTexts.SUM + ".zst");
    assertThat(inventory.historyFiles()).containsExactly(new Timeline(2));
    assertThat(inventory.history().orElseThrow().endOf(new Timeline(1)))
        .contains(Lsn.parse("0/5000100"));
    assertThat(inventory.systemId()).hasToString("Optional[" + InfoTexts.SYSTEM_ID + "]");
    assertThat(inventory.encrypted()).isFalse();
    assertThat(Continuity.of(inventory).unbroken()).isTrue();
  }

  @Test
  void backupsAreReadFromTheirInfo() {
    List<Backup> backups = read().backups();

    assertThat(backups)
        .extracting(Backup::label, Backup::type)
        .containsExactly(
            tuple("20260101-000000F", Backup.Type.FULL),
            tuple("20260101-000000F_20260102-000000I", Backup.Type.INCREMENTAL));
    assertThat(backups.get(0).startLsn()).isEqualTo(Lsn.parse("0/3000028"));
    assertThat(backups.get(0).stopLsn()).isEqualTo(Lsn.parse("0/3000138"));
    assertThat(backups.get(0).stopped()).isEqualTo(Instant.ofEpochSecond(1767225660));
    assertThat(backups.get(0).size()).isEqualTo(30L << 20);
    assertThat(backups.get(0).failed()).isFalse();
  }

  @Test
  void afterAnUpgradeTheNewDatabaseCounts() throws IOException {
    put("archive/orders/archive.info", InfoTexts.archiveInfo("16", 2));
    segment("16-2", "000000010000000000000009", ".zst");

    assertThat(read().segments())
        .extracting(segment -> segment.segment().toString())
        .containsExactly("000000010000000000000009");
  }

  @Test
  void theCopyStandsInForAnInfoThatIsGone() throws IOException {
    Files.move(
        directory.resolve("archive/orders/archive.info"),
        directory.resolve("archive/orders/archive.info.copy"));
    Files.writeString(directory.resolve("backup/orders/backup.info"), "");
    put(
        "backup/orders/backup.info.copy",
        InfoTexts.backupInfo(InfoTexts.backup("F", "full", "000000010000000000000004")));

    assertThat(read().segments()).hasSize(3);
    assertThat(read().backups()).extracting(Backup::label).containsExactly("F");
  }

  @Test
  void whatIsEncryptedIsJudgedByNames() throws IOException {
    put("archive/orders/archive.info", "Salted__not to be read");
    put("backup/orders/backup.info", "Salted__not to be read");
    put(WAL + "00000002.history", "Salted__not to be read");

    Inventory inventory = read();

    assertThat(inventory.encrypted()).isTrue();
    assertThat(inventory.unreadable()).isEmpty();
    assertThat(inventory.segments()).hasSize(3);
    assertThat(Continuity.of(inventory).unbroken()).isTrue();
  }

  @Test
  void aDamagedHistoryIsNamed() throws IOException {
    put(WAL + "00000003.history", "");

    assertThat(read().unreadable()).containsExactly(WAL + "00000003.history");
    assertThat(read().history().orElseThrow().timeline()).isEqualTo(new Timeline(2));
  }

  @Test
  void withoutAStanzaNothingIsJudged() throws IOException {
    Files.delete(directory.resolve("archive/orders/archive.info"));

    assertThatThrownBy(this::read)
        .isInstanceOf(ArchiveException.class)
        .hasMessage("holds no stanza orders");
  }

  @Test
  void aDamagedInfoIsSaid() throws IOException {
    put("archive/orders/archive.info", "[db]\ndb-id={{{\n");

    assertThatThrownBy(this::read)
        .isInstanceOf(ArchiveException.class)
        .hasMessage("an info file of stanza orders is damaged");
  }
}
