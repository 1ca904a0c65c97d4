package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.CronExpression;

class CronTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 1 ? * SUN",
        "0 0 1 ? * MON-SAT",
        "0 0/15 8-17 * * ?",
        "0 30 5 1,15 * ?",
        "0 0 12 L * ?",
        "0 0 12 ? * 6#3",
        "0 0 12 ? JAN-MAR FRIL 2030",
      })
  void whatIsAcceptedTheSchedulerUnderstands(String text) {
    assertThat(CronText.parse(text)).contains(text);
    assertThat(CronExpression.isValidExpression(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 5 * * *",
        "0 0 1 * * SUN",
        "0 0 1 ? * ?",
        "60 0 1 ? * SUN",
        "0 0 24 ? * SUN",
        "0 0 1 ? * SUNDAY",
        "0 0 1 32 * ?",
        "daily",
      })
  void othersAreNot(String text) {
    assertThat(CronText.parse(text)).isEmpty();
  }
}
