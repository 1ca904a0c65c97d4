package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.PreconditionException;
import org.junit.jupiter.api.Test;

class ControlFileTest {
  private static final String OUTPUT =
      """
      pg_control version number:            1300
      Database system identifier:           7642011472967116994
      Database cluster state:               shut down in recovery
      pg_control last modified:             Wed May 20 16:27:30 2026
      Latest checkpoint location:           0/1500718
      Latest checkpoint's TimeLineID:       3
      Minimum recovery ending location:     0/2000000
      Min recovery ending loc's timeline:   3
      wal_level setting:                    replica
      wal_log_hints setting:                on
      max_connections setting:              100
      max_prepared_xacts setting:           7
      max_locks_per_xact setting:           64
      Bytes per WAL segment:                16777216
      Data page checksum version:           1
      """;

  @Test
  void isReadFieldByField() {
    ControlFile control = ControlFile.parse(OUTPUT);
    assertThat(control.systemIdentifier()).isEqualTo("7642011472967116994");
    assertThat(control.state()).isEqualTo("shut down in recovery");
    assertThat(control.cleanlyShutDown()).isTrue();
    assertThat(control.timeline()).isEqualTo(3);
    assertThat(control.checkpointLsn()).isEqualTo("0/1500718");
    assertThat(control.minRecoveryEnd()).isEqualTo("0/2000000");
    assertThat(control.checksums()).isTrue();
    assertThat(control.walLogHints()).isTrue();
    assertThat(control.walSegmentSize()).isEqualTo(16 << 20);
    assertThat(control.setting("max_prepared_transactions")).contains("7");
    assertThat(control.setting("max_locks_per_transaction")).contains("64");
    assertThat(control.setting("max_wal_senders")).isEmpty();
  }

  @Test
  void somethingElseIsRefused() {
    assertThatThrownBy(() -> ControlFile.parse("pg_controldata: error: could not open\n"))
        .isInstanceOf(PreconditionException.class);
  }
}
