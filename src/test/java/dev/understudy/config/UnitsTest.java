package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "0B, 0",
    "16MiB, 16777216",
    "16MB, 16777216",
    "16 MB, 16777216",
    "10GB, 10737418240",
    "1kB, 1024",
    "1KiB, 1024",
    "2TB, 2199023255552",
  })
  void sizesAreThoseOfPostgres(String text, long bytes) {
    assertThat(Units.size(text)).hasValue(bytes);
    assertThat(Units.rate(text + "/s")).hasValue(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "16", "MB", "-1MB", "1Mb", "1KB", "1.5GB", "999999999999TB", "1MB/h"})
  void whatIsNoSizeIsRefused(String text) {
    assertThat(Units.size(text)).isEmpty();
    assertThat(Units.rate(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"250ms, PT0.25S", "60s, PT1M", "10min, PT10M", "10m, PT10M", "2h, PT2H", "1d, PT24H"})
  void durations(String text, Duration expected) {
    assertThat(Units.duration(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "60", "s", "1y", "-1s", "999999999999999999d"})
  void whatIsNoDurationIsRefused(String text) {
    assertThat(Units.duration(text)).isEmpty();
  }
}
