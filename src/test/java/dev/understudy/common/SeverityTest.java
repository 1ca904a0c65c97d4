package dev.understudy.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeverityTest {
  @ParameterizedTest(name = "{0}: {1}, exit code {2}")
  @CsvSource({
    "'', OK, 0",
    "OK, OK, 0",
    "OK UNKNOWN, UNKNOWN, 3",
    "UNKNOWN WARNING OK, WARNING, 1",
    "CRITICAL UNKNOWN WARNING, CRITICAL, 2",
  })
  void whatIsKnownToBeWrongOutweighsWhatIsNotKnown(String given, Severity worst, int exitCode) {
    List<Finding> findings =
        Arrays.stream(given.split(" "))
            .filter(word -> !word.isEmpty())
            .map(word -> new Finding("x", Severity.valueOf(word), "y"))
            .toList();
    assertThat(Finding.worst(findings)).isEqualTo(worst);
    assertThat(worst.exitCode()).isEqualTo(exitCode);
  }
}
