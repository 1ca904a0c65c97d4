package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.UnderstudyException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryTargetTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-24T21:40:00Z",
        "2026-11-24 21:40:00Z",
        "2026-11-24 22:40:00+01",
        "2026-11-24T22:40:00.000000+01:00",
        "2026-11-24 21:40:00.000000+00"
      })
  void readsTimesWithTheirOffset(String text) {
    assertThat(RecoveryTarget.parse("time", text).value())
        .isEqualTo("2026-11-24 21:40:00.000000+00");
  }

  @ParameterizedTest
  @CsvSource({
    "time,2026-11-24 21:40:00",
    "time,yesterday",
    "lsn,here",
    "name,' '",
    "xid,17",
  })
  void refusesWhatIsNoTarget(String kind, String value) {
    assertThatThrownBy(() -> RecoveryTarget.parse(kind, value))
        .isInstanceOf(UnderstudyException.class);
  }

  @Test
  void becomesSettings() {
    assertThat(RecoveryTarget.parse("lsn", "0/3000028").settings())
        .isEqualTo(Map.of("recovery_target_lsn", "0/3000028", "recovery_target_action", "pause"));
    assertThat(RecoveryTarget.parse("end", "").settings()).isEmpty();
  }
}
