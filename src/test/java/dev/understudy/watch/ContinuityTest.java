package dev.understudy.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContinuityTest {
  private final FakeMoments moments = new FakeMoments();

  @ParameterizedTest
  @CsvSource({
    "0, 0, false",
    "900, 900, false",
    "1000, 1000, false",
    "1001, 1001, true", // frozen, or without a processor
    "100, 1050, false", // a clock that is being slewed
    "100, 1101, true", // slept, moved, or set forward
    "100, -901, true", // set back
  })
  void aGapOrAJumpBeginsANewEra(long awakeMillis, long shownMillis, boolean broken) {
    Continuity continuity = new Continuity(moments, Duration.ofSeconds(1));
    moments.pass(Duration.ofMillis(awakeMillis));
    moments.setWallClock(Duration.ofMillis(shownMillis - awakeMillis));
    assertThat(continuity.look().era()).isEqualTo(broken ? 2 : 1);
    moments.pass(Duration.ofMillis(100));
    assertThat(continuity.look().era()).isEqualTo(broken ? 2 : 1);
  }

  @Test
  void lookingOftenKeepsAnEraForEver() {
    Continuity continuity = new Continuity(moments, Duration.ofSeconds(1));
    for (int i = 0; i < 1000; i++) {
      moments.pass(Duration.ofMillis(900));
      assertThat(continuity.look().era()).isEqualTo(1);
    }
  }
}
