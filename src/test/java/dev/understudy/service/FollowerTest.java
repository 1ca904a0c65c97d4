package dev.understudy.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FollowerTest {
  @ParameterizedTest
  @CsvSource({
    "20, 0, 20",
    "20, 400, 20",
    "20, 1000, 50",
    "20, 5000, 250",
    "20, 3600000, 250",
    "200, 0, 200",
    "200, 3600000, 250",
  })
  void looksLessOftenTheLongerNothingHappens(long least, long quiet, long pause) {
    assertThat(Follower.pause(Duration.ofMillis(least), Duration.ofMillis(quiet)))
        .isEqualTo(Duration.ofMillis(pause));
  }
}
