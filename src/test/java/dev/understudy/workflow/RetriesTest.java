package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import dev.understudy.workflow.definition.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetriesTest {
  private static final RetryPolicy THREE =
      new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(60));

  @ParameterizedTest
  @CsvSource({
    "PROBE,  CONNECTION,     1, RETRY_LATER",
    "PROBE,  CONNECTION,     3, GIVEN_UP",
    "PROBE,  TIMEOUT,        1, RETRY_LATER",
    "APPLY,  REMOTE_EXIT,    2, RETRY_LATER",
    "APPLY,  REMOTE_EXIT,    3, GIVEN_UP",
    "APPLY,  TIMEOUT,        1, OUTCOME_UNKNOWN",
    "APPLY,  UNKNOWN,        1, OUTCOME_UNKNOWN",
    "APPLY,  UNKNOWN,        3, OUTCOME_UNKNOWN",
    "APPLY,  PRECONDITION,   1, GIVEN_UP",
    "APPLY,  AUTHENTICATION, 1, GIVEN_UP",
    "APPLY,  HOST_KEY,       1, GIVEN_UP",
    "APPLY,  NO_SPACE,       1, GIVEN_UP",
    "APPLY,  FENCED,         1, GIVEN_UP",
    "VERIFY, UNKNOWN,        1, RETRY_LATER",
    "VERIFY, UNKNOWN,        3, GIVEN_UP",
    "UNDO,   CONNECTION,     1, RETRY_LATER",
    "UNDO,   UNKNOWN,        3, GIVEN_UP",
  })
  void theErrorClassDecidesBeforeTheCount(
      Phase phase, ErrorClass type, int failures, StepEvent expected) {
    Failure failure = new Failure(type, "trouble", "");
    Retries.Verdict verdict =
        Retries.judge(
            THREE,
            phase,
            failure,
            failures,
            Retries.Outage.NONE,
            new Random(1),
            SettableClock.START);

    assertThat(verdict.event()).isEqualTo(expected);
    assertThat(verdict.notBefore() == null).isEqualTo(expected == StepEvent.GIVEN_UP);
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECTION,  0, RETRY_LATER",
    "CONNECTION, 59, RETRY_LATER",
    "CONNECTION, 60, GIVEN_UP",
    "HOST_KEY,    0, GIVEN_UP",
  })
  void anOutageIsBorneForAsLongAsThePatienceLasts(
      ErrorClass type, int seconds, StepEvent expected) {
    Failure failure = new Failure(type, "trouble", "");
    Retries.Outage outage = new Retries.Outage(40, SettableClock.START);
    Retries.Verdict verdict =
        Retries.judge(
            THREE,
            Phase.PROBE,
            failure,
            3,
            outage,
            new Random(1),
            SettableClock.START.plusSeconds(seconds));

    assertThat(verdict.event()).isEqualTo(expected);
  }

  /** Seconds before now, the newest first; the sitting that failed was last heard of at alive. */
  @ParameterizedTest
  @CsvSource({
    "0,                   0, 1, true",
    "0 20 40,             0, 3, true",
    "0 20 40 60,          0, 4, false",
    // a probe that succeeds in between ends nothing, hours of work do
    "0 18000 18030 18090, 5, 1, true",
    // nobody tried for hours
    "0 18000,             0, 1, true",
    // each attempt takes longer than the patience, and may never have had a connection
    "0 70,               65, 1, false",
    "0 30 100,           25, 2, true",
    // the clock was set back by an hour
    "0 20 -3500 -3480,    0, 2, true",
    "0 -3600,         -3590, 1, true",
  })
  void onlyTheNewestRowOfFailuresIsOneOutage(String ends, long alive, int times, boolean bearable) {
    Instant now = SettableClock.START;
    List<Instant> failures =
        Arrays.stream(ends.split(" ")).map(s -> now.minusSeconds(Long.parseLong(s))).toList();
    Retries.Outage outage =
        Retries.Outage.of(failures, now.minusSeconds(alive), Duration.ofSeconds(60));

    assertThat(outage.times()).isEqualTo(times);
    assertThat(outage.bearable(THREE, now)).isEqualTo(bearable);
  }

  @Test
  void anOutageThatIsYetToBeginIsNotBearable() {
    Instant now = SettableClock.START;
    assertThat(new Retries.Outage(1, now.plusSeconds(1)).bearable(THREE, now)).isFalse();
    assertThat(new Retries.Outage(1, now).bearable(THREE, now)).isTrue();
  }

  @Property
  void theDelayStaysBelowTheDoublingBoundAndTheCap(
      @ForAll @IntRange(min = 1, max = 200) int failures,
      @ForAll @LongRange(min = 0, max = 86_400_000) long first,
      @ForAll @LongRange(min = 0, max = 86_400_000) long cap,
      @ForAll long seed) {
    RetryPolicy policy =
        new RetryPolicy(9, Duration.ofMillis(first), Duration.ofMillis(cap), Duration.ZERO);
    Duration delay = Retries.delay(policy, failures, new Random(seed));
    double bound = Math.min(cap, first * Math.pow(2, failures - 1.0));

    assertThat(delay.toMillis()).isBetween(0L, (long) bound);
  }

  @Property(tries = 20)
  void theSameSeedGivesTheSameDelays(@ForAll long seed) {
    assertThat(Retries.delay(THREE, 3, new Random(seed)))
        .isEqualTo(Retries.delay(THREE, 3, new Random(seed)));
  }

  @Property(tries = 20)
  void delaysAreSpreadOverTheWholeRange(@ForAll long seed) {
    Random random = new Random(seed);
    long late =
        random.ints(200).filter(i -> Retries.delay(THREE, 5, random).toMillis() > 5_000).count();

    assertThat(late).isBetween(50L, 150L);
  }
}
