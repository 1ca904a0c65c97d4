package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.UnderstudyException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PgVersionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "15|15",
        "15.18|15",
        "9.6|9.6",
        "9.6.24|9.6",
        "90624|9.6",
        "100023|10",
        "150018|15",
        "180006|18",
        "PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64|15",
        "psql (PostgreSQL) 9.6.24|9.6",
        "18beta1|18",
        "pg_basebackup (PostgreSQL) 12.22|12"
      })
  void isReadFromEveryWayOfWritingIt(String text, String version) {
    assertThat(PgVersion.parse(text)).hasToString(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fifteen", "-"})
  void textsWithoutAVersionAreRefused(String text) {
    assertThatThrownBy(() -> PgVersion.parse(text)).isInstanceOf(UnderstudyException.class);
  }

  @Test
  void comparesByNumbersNotByText() {
    List<PgVersion> sorted =
        List.of("10", "9.5", "18", "9.6", "13").stream().map(PgVersion::parse).sorted().toList();
    assertThat(sorted).hasToString("[9.5, 9.6, 10, 13, 18]");
  }

  @ParameterizedTest
  @CsvSource({"9.5,false", "9.6,true", "10,true", "18,true", "19,false"})
  void onlyTestedVersionsAreManaged(String version, boolean supported) {
    assertThat(PgVersion.parse(version).supported()).isEqualTo(supported);
  }
}
