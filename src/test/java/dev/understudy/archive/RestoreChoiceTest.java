package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.PreconditionException;
import dev.understudy.wal.Lsn;
import dev.understudy.wal.SegmentName;
import dev.understudy.wal.SegmentSize;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestoreChoiceTest {
  private static final Instant DAY = Instant.parse("2026-11-24T00:00:00Z");
  private static final List<Backup> BACKUPS =
      List.of(
          backup("one", 1, List.of()),
          backup("two", 4, List.of()),
          backup("three", 8, List.of("two")));

  /** WAL of the sixth segment is missing. */
  private static final List<Window> BROKEN = List.of(window("one", 1, 6), window("three", 8, 11));

  private static final List<Window> WHOLE = List.of(window("one", 1, 11));

  /** Taken within the segment of that number, in that hour. */
  private static Backup backup(String label, int number, List<String> references) {
    SegmentName segment =
        SegmentName.parse("0000000100000000%08X".formatted(number), SegmentSize.DEFAULT);
    return new Backup(
        label,
        references.isEmpty() ? Backup.Type.FULL : Backup.Type.INCREMENTAL,
        references,
        segment,
        segment,
        segment.start().plus(40),
        segment.start().plus(256),
        DAY.plusSeconds(3600L * number),
        DAY.plusSeconds(3600L * number + 60),
        1000,
        false);
  }

  /** From that backup to the end of the segment before the number. */
  private static Window window(String label, int from, int to) {
    return new Window(
        label,
        at(from).plus(256),
        at(to),
        DAY.plusSeconds(3600L * from + 60),
        DAY.plusSeconds(3600L * to));
  }

  private static Lsn at(int number) {
    return new Lsn(number * SegmentSize.DEFAULT.bytes());
  }

  private static RecoveryTarget hour(int hour) {
    return new RecoveryTarget.Time(DAY.plusSeconds(3600L * hour + 1800));
  }

  private static String chosen(RecoveryTarget target, List<Window> windows) {
    return RestoreChoice.of("orders", target, BACKUPS, Optional.of(windows), Optional.empty())
        .backup()
        .label();
  }

  private static void assertRefused(String why, RecoveryTarget target, List<Window> windows) {
    assertThatThrownBy(() -> chosen(target, windows))
        .isInstanceOf(PreconditionException.class)
        .hasMessageContaining(why);
  }

  @Test
  void theNewestBackupBeforeTheTargetIsTaken() {
    assertThat(chosen(hour(1), WHOLE)).isEqualTo("one");
    assertThat(chosen(hour(7), WHOLE)).isEqualTo("two");
    assertThat(chosen(new RecoveryTarget.Position(at(8).plus(300)), WHOLE)).isEqualTo("three");
    assertThat(chosen(new RecoveryTarget.Position(at(8).plus(200)), WHOLE)).isEqualTo("two");
    assertThat(chosen(new RecoveryTarget.End(), WHOLE)).isEqualTo("three");
    assertThat(chosen(new RecoveryTarget.Named("here"), WHOLE)).isEqualTo("three");
  }

  /** pgBackRest tells the second in which a backup ended, PostgreSQL stops at the microsecond. */
  @Test
  void aBackupThatEndsInTheSecondOfTheTargetIsTooLate() {
    Instant end = DAY.plusSeconds(3600L * 4 + 60);
    assertThat(chosen(new RecoveryTarget.Time(end.plusMillis(999)), WHOLE)).isEqualTo("one");
    assertThat(chosen(new RecoveryTarget.Time(end.plusSeconds(1)), WHOLE)).isEqualTo("two");
  }

  @Test
  void noTargetOutsideTheArchiveIsAccepted() {
    assertRefused("before the end of the oldest backup", hour(0), WHOLE);
    assertRefused("behind the end of the archive", hour(11), WHOLE);
    assertRefused("behind the end", new RecoveryTarget.Position(at(11)), WHOLE);
    assertRefused("no backup of the archive has the WAL", new RecoveryTarget.End(), List.of());
  }

  @Test
  void missingWalIsNotSteppedOver() {
    assertRefused("WAL is missing", hour(7), BROKEN);
    assertThat(chosen(hour(5), BROKEN)).isEqualTo("two");
    assertThat(chosen(hour(9), BROKEN)).isEqualTo("three");
  }

  @Test
  void aBackupThatAPersonNamesIsTakenOrRefused() {
    RestoreChoice choice =
        RestoreChoice.of("orders", hour(9), BACKUPS, Optional.of(WHOLE), Optional.of("one"));
    assertThat(choice.backup().label()).isEqualTo("one");
    assertThatThrownBy(
            () ->
                RestoreChoice.of(
                    "orders", hour(2), BACKUPS, Optional.of(WHOLE), Optional.of("two")))
        .hasMessageContaining("before the end of the wanted backup two");
    assertThatThrownBy(
            () ->
                RestoreChoice.of("orders", hour(2), BACKUPS, Optional.empty(), Optional.of("four")))
        .hasMessageContaining("no sound backup four");
  }

  @Test
  void theNewestBackupIsOneThatIsWhole() {
    assertThat(newest(BACKUPS)).isEqualTo("three");
    assertThat(newest(List.of(BACKUPS.get(0), damaged(BACKUPS.get(1)), BACKUPS.get(2))))
        .as("what builds on a damaged one")
        .isEqualTo("one");
    assertThat(RestoreChoice.newest(List.of(damaged(BACKUPS.get(0))))).isEmpty();
  }

  private static Backup damaged(Backup b) {
    return new Backup(
        b.label(),
        b.type(),
        b.references(),
        b.start(),
        b.stop(),
        b.startLsn(),
        b.stopLsn(),
        b.started(),
        b.stopped(),
        b.size(),
        true);
  }

  private static String newest(List<Backup> backups) {
    return RestoreChoice.newest(backups).orElseThrow().label();
  }

  @Test
  void anArchiveThatCannotBeListedIsJudgedByItsBackups() {
    assertThat(
            RestoreChoice.of("orders", hour(99), BACKUPS, Optional.empty(), Optional.empty())
                .backup()
                .label())
        .isEqualTo("three");
    assertThatThrownBy(
            () ->
                RestoreChoice.of(
                    "orders",
                    new RecoveryTarget.End(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty()))
        .hasMessageContaining("no finished backup");
  }
}
