package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SynchronousSettingsTest {
  private static final Dialect V15 = Dialect.of(new PgVersion(15, 0));

  @ParameterizedTest
  @CsvSource({"9.6,'1 (\"a\", \"b\"\"c\")'", "10,'ANY 1 (\"a\", \"b\"\"c\")'"})
  void standbysAreNamedInTheVersionsWay(String version, String value) {
    Dialect dialect = Dialect.of(PgVersion.parse(version));
    assertThat(SynchronousSettings.names(dialect, List.of("a", "b\"c"))).isEqualTo(value);
  }

  @Test
  void nobodyIsWaitedForWithoutAStandby() {
    assertThat(SynchronousSettings.render(V15, List.of(), false))
        .contains("synchronous_standby_names = ''\n")
        .doesNotContain("synchronous_commit");
  }

  @ParameterizedTest
  @CsvSource({"on,true", "remote_apply,true", "remote_write,false", "local,false", "off,false"})
  void onlyWhatIsOnTheStandbysDiskCounts(String commit, boolean waits) {
    assertThat(SynchronousSettings.waits(commit)).isEqualTo(waits);
  }
}
