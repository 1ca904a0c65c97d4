package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingValueTest {
  private static boolean same(
      String name, String type, String unit, String running, String wanted) {
    PgSetting current =
        new PgSetting(
            name,
            running,
            running,
            unit,
            type,
            "sighup",
            "default",
            "",
            0,
            type.equals("enum") ? List.of("on", "off", "always", "replica") : List.of(),
            false);
    return SettingValue.same(current, wanted);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "max_slot_wal_keep_size,integer,MB,10240,10GB",
        "max_slot_wal_keep_size,integer,MB,10240,10240MB",
        "max_slot_wal_keep_size,integer,MB,10240,10240",
        "max_slot_wal_keep_size,integer,MB,-1,-1",
        "shared_buffers,integer,8kB,16384,128MB",
        "shared_buffers,integer,8kB,16384,131072kB",
        "work_mem,integer,kB,4096,4MB",
        "work_mem,integer,kB,1536,1.5MB",
        "wal_sender_timeout,integer,ms,10000,10s",
        "wal_sender_timeout,integer,ms,60000, 1 min ",
        "checkpoint_timeout,integer,s,300,5min",
        "log_rotation_age,integer,min,1440,1d",
        "unix_socket_permissions,integer,,511,0777",
        "unix_socket_permissions,integer,,511,0x1FF",
        "checkpoint_completion_target,real,,0.9,0.90",
        "vacuum_cost_delay,real,ms,2,2000us",
        "hot_standby,bool,,on,true",
        "hot_standby,bool,,on,YES",
        "hot_standby,bool,,on,1",
        "hot_standby,bool,,off,f",
        "hot_standby,bool,,off,of",
        "archive_mode,enum,,on,ON",
        "archive_mode,enum,,on,true",
        "wal_level,enum,,replica,hot_standby",
        "wal_level,enum,,replica,archive",
        "listen_addresses,string,,\"a,b\",\"b , a\"",
        "archive_command,string,,/bin/true,/bin/true"
      })
  void spellingsOfTheSameValueAreEqual(
      String name, String type, String unit, String running, String wanted) {
    assertThat(same(name, type, unit == null ? "" : unit, running, wanted)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "max_slot_wal_keep_size,integer,MB,10240,10MB",
        "max_slot_wal_keep_size,integer,MB,10240,10gb",
        "work_mem,integer,kB,4096,4s",
        "work_mem,integer,kB,4096,lots",
        "work_mem,integer,kB,4096,4.4.4",
        "max_connections,integer,,100,100MB",
        "hot_standby,bool,,on,o",
        "hot_standby,bool,,on,",
        "archive_mode,enum,,always,on",
        "listen_addresses,string,,\"a,b\",a",
        "archive_command,string,,/bin/true,/BIN/true",
        "search_path2,string,,\"a,b\",\"b,a\""
      })
  void differentValuesAreNot(String name, String type, String unit, String running, String wanted) {
    assertThat(same(name, type, unit == null ? "" : unit, running, wanted == null ? "" : wanted))
        .isFalse();
  }
}
