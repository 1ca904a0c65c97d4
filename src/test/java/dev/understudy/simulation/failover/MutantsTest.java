package dev.understudy.simulation.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation can fail: rules that are broken on purpose are noticed. */
class MutantsTest {
  private static final long MOST = 3_000;

  @ParameterizedTest
  @EnumSource(
      value = Mutant.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "NONE",
        // Not noticed within 3,000 schedules: the faults that are played do not provoke these.
        "COUNTS_A_RENEWAL_FROM_ITS_ARRIVAL",
        "FORGETS_RENEWALS_OF_AN_EARLIER_PROCESS",
        "LOOKS_FOR_NO_OTHER_CANDIDATE",
        "ACCEPTS_ANY_LAG"
      })
  void isNoticed(Mutant mutant) {
    Optional<Schedule.Result> found =
        LongStream.rangeClosed(1, MOST)
            .mapToObj(seed -> Schedule.play(seed, mutant, false))
            .filter(result -> result.violation().isPresent())
            .findFirst();
    assertThat(found).as(mutant + " is noticed within " + MOST + " schedules").isPresent();
  }
}
