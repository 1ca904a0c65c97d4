package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacklogTest {
  private static final long GIB = 1L << 30;

  private static Finding judge(Snapshots snapshots) {
    return Backlog.of(snapshots.get(), Archives.SIZE, Snapshots.POLICY);
  }

  private static Snapshots hour(long before, long now, long free) {
    return new Snapshots()
        .sample(3600, Archives.start(1), before, free)
        .sample(0, Archives.start(1), now, free);
  }

  @ParameterizedTest(name = "{0} to {1} segments within an hour, {2} GiB free: {3}")
  @CsvSource({
    // 64 segments are 1 GiB
    "0, 0, 1, OK",
    "64, 64, 5, OK",
    "128, 64, 5, OK",
    "0, 64, 30, OK",
    "0, 64, 23, WARNING",
    "0, 64, 4, WARNING",
    "0, 64, 3, CRITICAL",
    "0, 64, 1, CRITICAL",
    "100, 64, 1, CRITICAL",
  })
  void whenTheDiskIsFull(long before, long now, long freeGib, Severity expected) {
    assertThat(judge(hour(before, now, freeGib * GIB)).severity()).isEqualTo(expected);
  }

  @Test
  void saysHowFastAndHowLong() {
    assertThat(judge(hour(0, 64, 12 * GIB)).sentence())
        .isEqualTo("64 segments wait, growing by 1.0 GB an hour: the disk is full in 12 h");
  }

  @Test
  void oneSampleForecastsNothing() {
    assertThat(judge(new Snapshots().sample(0, Archives.start(1), 10, GIB)).severity())
        .isEqualTo(Severity.OK);
  }

  @Test
  void aBurstThatIsOnItsWayIsNoGrowth() {
    assertThat(judge(hour(0, 64, GIB * 2).oldestReady(60)).severity()).isEqualTo(Severity.OK);
    assertThat(judge(hour(0, 64, GIB * 2).oldestReady(61)).severity()).isEqualTo(Severity.CRITICAL);
  }

  @Property
  void aSteadyGrowthIsFoundWhateverTheFirstSampleWas(
      @ForAll @LongRange(min = 1, max = 500) long perHour,
      @ForAll @LongRange(max = 1000) long atFirst) {
    Snapshots snapshots = new Snapshots();
    long free = perHour * Archives.SIZE.bytes() * 600;
    for (int part = 6; part >= 0; part--) {
      snapshots.sample(part * 600L, Archives.start(1), atFirst + perHour * (6 - part), free);
    }
    // Whoever has more waiting than there is room was told so already.
    if ((atFirst + 6 * perHour) * Archives.SIZE.bytes() < free) {
      assertThat(judge(snapshots).sentence()).endsWith("the disk is full in 4 days");
    }
  }
}
