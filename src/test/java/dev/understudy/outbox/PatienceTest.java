package dev.understudy.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 10", "3, 20", "7, 320", "8, 600", "64, 600", "1000000, 600"})
  void pausesGrowToTenMinutes(int attempts, long seconds) {
    assertThat(Patience.next(attempts, NOW, NOW)).contains(NOW.plusSeconds(seconds));
  }

  @Test
  void whatIsDaysOldIsGivenUp() {
    Instant at = NOW.minus(Duration.ofDays(3));

    assertThat(Patience.next(500, at, NOW)).isPresent();
    assertThat(Patience.next(500, at, NOW.plusMillis(1))).isEmpty();
  }
}
