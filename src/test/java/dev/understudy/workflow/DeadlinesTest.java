package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.workflow.definition.Timeouts;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlinesTest {
  private static final Instant STEP = SettableClock.START;
  private static final Instant BEGUN = STEP.plusSeconds(1000);

  /** Limits and the last progress in seconds; the end counts from the begin of the sitting. */
  @ParameterizedTest
  @CsvSource({
    // start, attempt, no progress, step, moved, first limit, after
    "  ,    ,   ,     ,   ,            ,",
    "30,    ,   ,     ,   , START      , 30",
    "30,    ,   ,     , 5 ,            ,",
    "30,  20,   ,     ,   , ATTEMPT    , 20",
    "  , 100,   ,     , 90, ATTEMPT    , 100",
    "  ,    , 40,     ,   , NO_PROGRESS, 40",
    "  ,    , 40,     , 25, NO_PROGRESS, 65",
    "  , 60 , 40,     , 25, ATTEMPT    , 60",
    "  ,    ,   , 1500,   , STEP       , 500",
    "  ,    ,   ,  900,   , STEP       , -100",
    "30, 60 , 40, 1010,   , STEP       , 10",
  })
  void theFirstOneReachedCounts(
      @Nullable Integer start,
      @Nullable Integer attempt,
      @Nullable Integer noProgress,
      @Nullable Integer step,
      @Nullable Integer moved,
      @Nullable Limit limit,
      @Nullable Integer after) {
    Timeouts timeouts =
        new Timeouts(seconds(start), seconds(attempt), seconds(noProgress), seconds(step));
    Instant movedAt = moved == null ? null : BEGUN.plusSeconds(moved);
    Deadlines.Deadline next =
        Deadlines.next(timeouts, new Deadlines.Marks(STEP, BEGUN, movedAt)).orElse(null);

    assertThat(next == null ? null : next.limit()).isEqualTo(limit);
    assertThat(next == null ? null : next.at())
        .isEqualTo(after == null ? null : BEGUN.plusSeconds(after));
  }

  private static @Nullable Duration seconds(@Nullable Integer number) {
    return number == null ? null : Duration.ofSeconds(number);
  }
}
