package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseWaitTest {
  private static final LeaseWait WAIT =
      new LeaseWait(Duration.ofSeconds(3), Duration.ofMillis(500));

  private static long s(double seconds) {
    return (long) (seconds * 1e9);
  }

  @Test
  void leaseCheckKillAThousandthAndASecond() {
    assertThat(WAIT.afterPermission()).isEqualTo(Duration.ofNanos(4_803_800_000L));
    assertThat(WAIT.afterApart()).isEqualTo(Duration.ofMillis(1800));
  }

  @ParameterizedTest
  @CsvSource({
    // reading, apart, vouched, over
    "0,   3.2, false, 5.0", // the renewals decide, but for the look that misses a vouch
    "0,   2.0, false, 4.8038",
    "0,   2.0, true,  6.8038", // a standby may have vouched until it was told not to
    "5.0, 2.0, true,  9.8038", // a renewal came later than that
    "-60, 0,   false, 1.8", // long since run out
  })
  void theLatestDecides(double reading, double apart, boolean vouched, double over) {
    assertThat(WAIT.over(s(reading), s(apart), vouched)).isEqualTo(s(over));
  }

  /** Around the turn of the monotonic clock too. */
  @Property
  void neverBeforeAnyPermissionHasRunOut(
      @ForAll @LongRange(min = 0, max = 600_000_000_000L) long reading,
      @ForAll @LongRange(min = 0, max = 600_000_000_000L) long apart,
      @ForAll boolean vouched,
      @ForAll long turn) {
    long over = WAIT.over(turn + reading, turn + apart, vouched) - turn;
    long permission = vouched ? Math.max(reading, apart) : reading;
    assertThat(over).isGreaterThan(permission + s(3.5)).isGreaterThan(apart + s(0.5));
  }

  @Test
  void aRenewalThatIsSentAfterTheDecisionIsKnownOrNotSent() {
    List<Long> now = new ArrayList<>(List.of(5L));
    LeaseReadings readings = new LeaseReadings(() -> now.get(0));

    assertThat(readings.last("orders")).isEqualTo(5);
    assertThat(readings.send("orders", 9, () -> true)).isTrue();
    assertThat(readings.send("orders", 8, () -> true)).isTrue();
    assertThat(readings.send("orders", 20, () -> false)).isFalse();
    assertThat(readings.last("orders")).isEqualTo(9);
    assertThat(readings.last("other")).isEqualTo(5);
  }

  /** The protocol in small: a primary, standbys that vouch, renewals, and the wait. */
  @Test
  void neverAnAcknowledgementAfterTheProof() {
    for (long seed = 0; seed < 20_000; seed++) {
      new LeaseProtocol(new Random(seed), WAIT).run("seed " + seed);
    }
  }
}
