package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTest {
  private static Dialect of(String version) {
    return Dialect.of(PgVersion.parse(version));
  }

  @ParameterizedTest
  @CsvSource({
    "9.6,pg_current_xlog_location(),pg_xlog,replay_location,wal_keep_segments,md5,received_lsn",
    "10,pg_current_wal_lsn(),pg_wal,replay_lsn,wal_keep_segments,scram-sha-256,received_lsn",
    "12,pg_current_wal_lsn(),pg_wal,replay_lsn,wal_keep_segments,scram-sha-256,received_lsn",
    "13,pg_current_wal_lsn(),pg_wal,replay_lsn,wal_keep_size,scram-sha-256,flushed_lsn",
    "18,pg_current_wal_lsn(),pg_wal,replay_lsn,wal_keep_size,scram-sha-256,flushed_lsn"
  })
  void namesFollowTheVersion(
      String version,
      String current,
      String directory,
      String column,
      String keep,
      String method,
      String receiver) {
    Dialect dialect = of(version);
    assertThat(dialect.currentLsn()).isEqualTo(current);
    assertThat(dialect.walDirectory()).isEqualTo(directory);
    assertThat(dialect.lsnColumn("replay")).isEqualTo(column);
    assertThat(dialect.walKeepSetting()).isEqualTo(keep);
    assertThat(dialect.passwordMethod()).isEqualTo(method);
    assertThat(dialect.receiverColumn()).isEqualTo(receiver);
  }

  @ParameterizedTest
  @CsvSource({
    "STANDBY_SIGNAL,11,12",
    "PG_PROMOTE,11,12",
    "REWIND_GRANTS,10,11",
    "SLOT_WAL_LIMIT,12,13",
    "BACKUP_MANIFEST,12,13",
    "CONNINFO_RELOADABLE,12,13",
    "PG_MONITOR,9.6,10",
    "HBA_REGEX,15,16",
    "DATLOCALE,16,17"
  })
  void capabilitiesBeginWithTheirVersion(Capability capability, String without, String with) {
    assertThat(of(without).has(capability)).isFalse();
    assertThat(of(with).has(capability)).isTrue();
  }

  @Test
  void whatBeganGoesOn() {
    for (Capability capability : Capability.values()) {
      assertThat(of("18").has(capability)).as(capability.name()).isTrue();
      assertThat(of("9.6").has(capability)).as(capability.name()).isFalse();
    }
  }
}
