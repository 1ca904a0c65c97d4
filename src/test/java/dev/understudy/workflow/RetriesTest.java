package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ErrorClass;
import dev.understudy.workflow.definition.RetryPolicy;
import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
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
