package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import dev.understudy.wal.Lsn;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The archive's end is at 16 MiB times 10 throughout; patience is 120 s. */
class StalenessTest {
  private static final Lsn END = Archives.start(10);
  private static final long KIB = 1 << 10;

  private static Finding judge(Snapshots snapshots) {
    return Staleness.of(snapshots.get(), Optional.of(END), Snapshots.POLICY);
  }

  @ParameterizedTest(name = "{0} KiB beyond, seen since {1} s, {2} ready since {3} s: {4}")
  @CsvSource({
    "0, 3600, 0, 0, OK",
    "64, 3600, 0, 0, OK",
    "65, 3600, 0, 0, CRITICAL",
    "65, 121, 0, 0, CRITICAL",
    "65, 120, 0, 0, OK",
    "65, 0, 0, 0, OK",
    "40000, 60, 2, 60, OK",
    "40000, 60, 2, 121, CRITICAL",
    "10, 3600, 1, 121, CRITICAL",
    "10, 3600, 1, 100, OK",
  })
  void whatIsStale(long beyond, long seen, long ready, long readySince, Severity expected) {
    Snapshots snapshots = new Snapshots();
    Lsn written = END.plus(beyond * KIB);
    if (seen > 0) {
      snapshots.sample(seen, written, ready, 1L << 40);
    }
    snapshots.sample(0, written, ready, 1L << 40);
    if (ready > 0) {
      snapshots.oldestReady(readySince);
    }
    assertThat(judge(snapshots).severity()).isEqualTo(expected);
  }

  @Test
  void steadyWritingThatIsArchivedInTimeIsNotStale() {
    Snapshots snapshots = new Snapshots();
    // A segment a minute, each archived when the next one is begun.
    for (int minute = 9; minute >= 0; minute--) {
      snapshots.sample(minute * 60L, Archives.start(11 - minute).plus(100 * KIB), 0, 1L << 40);
    }
    assertThat(judge(snapshots).severity()).isEqualTo(Severity.OK);
  }

  @Test
  void anIdleServerIsNotStaleForADay() {
    Snapshots snapshots = new Snapshots();
    for (int hour = 24; hour >= 0; hour--) {
      snapshots.sample(hour * 3600L, END.plus(2 * KIB), 0, 1L << 40);
    }
    assertThat(judge(snapshots))
        .extracting(Finding::severity, Finding::sentence)
        .containsExactly(
            Severity.OK, "the archive ends at 0/A000000, and nothing waits that counts");
  }

  @Test
  void aSegmentThatWasFinishedEarlyIsStaleToo() {
    // pg_switch_wal() after a few bytes: the next segment's beginning is the write position.
    Snapshots snapshots =
        new Snapshots()
            .sample(300, Archives.start(11), 0, 1L << 40)
            .sample(0, Archives.start(11), 0, 1L << 40);
    assertThat(judge(snapshots).sentence())
        .isEqualTo("the archive ends at 0/A000000, 16 MB of WAL are beyond it for 5 min");
    assertThat(judge(snapshots).severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void anArchiveThatNeverBeganIsStaleWhenSegmentsWait() {
    Snapshots snapshots = new Snapshots().sample(0, END, 3, 1L << 40).oldestReady(7200);
    Finding finding = Staleness.of(snapshots.get(), Optional.empty(), Snapshots.POLICY);
    assertThat(finding)
        .extracting(Finding::severity, Finding::sentence)
        .containsExactly(
            Severity.CRITICAL, "nothing is archived, 3 finished segments wait for 2 h");
  }

  @Test
  void withoutThePrimaryItCannotBeTold() {
    assertThat(judge(new Snapshots()).severity()).isEqualTo(Severity.UNKNOWN);
  }

  @ParameterizedTest(name = "{0} segments wait since {1} s, the archive out of reach: {2}")
  @CsvSource({"0, 0, UNKNOWN", "1, 120, UNKNOWN", "1, 121, CRITICAL"})
  void anArchiveOutOfReachIsJudgedByWhatWaits(long ready, long since, Severity expected) {
    Snapshots snapshots = new Snapshots().sample(0, END, ready, 1L << 40);
    if (ready > 0) {
      snapshots.oldestReady(since);
    }
    assertThat(Staleness.unlisted(snapshots.get(), Snapshots.POLICY).severity())
        .isEqualTo(expected);
  }

  @Property
  void waitingLongerNeverMakesItBetter(
      @ForAll @LongRange(max = 200_000) long beyond,
      @ForAll @LongRange(max = 10_000) long seen,
      @ForAll @LongRange(max = 10_000) long longer) {
    Severity before = severity(beyond, seen);
    Severity after = severity(beyond, seen + longer);
    assertThat(after.exitCode()).isGreaterThanOrEqualTo(before.exitCode());
    if (beyond <= 64) {
      assertThat(after).isEqualTo(Severity.OK);
    }
  }

  private static Severity severity(long beyond, long seen) {
    Lsn written = END.plus(beyond * KIB);
    return judge(new Snapshots().sample(seen, written, 0, 1).sample(0, written, 0, 1)).severity();
  }
}
