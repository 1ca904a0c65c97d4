package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ClusterConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManagedSettingsTest {
  private static final Dialect V15 = Dialect.of(new PgVersion(15, 0));

  private static ManagedSettings desired(SettingRows primary, Map<String, String> extra) {
    return desired(V15, primary, extra);
  }

  private static ManagedSettings desired(
      Dialect dialect, SettingRows primary, Map<String, String> extra) {
    return ManagedSettings.desired(
        new SettingInputs(dialect, Clusters.config(extra), primary.settings(), false));
  }

  @Test
  void aFreshServerGetsAllOfThem() {
    assertThat(desired(SettingRows.fresh(), Map.of()).render())
        .endsWith(
            """
            listen_addresses = '*'
            wal_level = 'replica'
            hot_standby = 'on'
            max_wal_senders = '10'
            max_replication_slots = '10'
            max_connections = '100'
            max_worker_processes = '8'
            max_prepared_transactions = '0'
            max_locks_per_transaction = '64'
            wal_log_hints = 'on'
            archive_mode = 'on'
            archive_command = '/bin/true'
            wal_receiver_status_interval = '1s'
            wal_receiver_timeout = '10s'
            wal_sender_timeout = '10s'
            wal_retrieve_retry_interval = '1s'
            tcp_keepalives_idle = '10s'
            tcp_keepalives_interval = '2s'
            tcp_keepalives_count = '3'
            tcp_user_timeout = '10s'
            max_slot_wal_keep_size = '10240MB'
            """);
  }

  @Test
  void whatThePrimaryHasIsNeverLowered() {
    SettingRows primary =
        SettingRows.fresh()
            .row("max_wal_senders", "40", "", "integer", "postmaster")
            .row("max_connections", "500", "", "integer", "postmaster")
            .row("wal_level", "logical", "", "enum", "postmaster", "minimal", "replica", "logical");
    assertThat(desired(primary, Map.of()).values())
        .containsEntry("max_wal_senders", "40")
        .containsEntry("max_connections", "500")
        .containsEntry("wal_level", "logical");
  }

  @ParameterizedTest
  @CsvSource({"*,*", "0.0.0.0,0.0.0.0", "'0.0.0.0, ::','0.0.0.0, ::'", "localhost,*", "10.0.0.1,*"})
  void listeningEverywhereAlreadyNeedsNoRestart(String current, String wanted) {
    SettingRows primary =
        SettingRows.fresh().row("listen_addresses", current, "", "string", "postmaster");
    assertThat(desired(primary, Map.of()).values()).containsEntry("listen_addresses", wanted);
  }

  @Test
  void settingsOfNewerVersionsAreLeftOutOfOlderOnes() {
    assertThat(desired(Dialect.of(new PgVersion(9, 6)), SettingRows.fresh(), Map.of()).values())
        .doesNotContainKeys("max_slot_wal_keep_size", "tcp_user_timeout");
  }

  @Test
  void checksumsMakeHintsNeedless() {
    ManagedSettings settings =
        ManagedSettings.desired(
            new SettingInputs(
                V15, Clusters.config(Map.of()), SettingRows.fresh().settings(), true));
    assertThat(settings.values()).doesNotContainKey("wal_log_hints");
  }

  @ParameterizedTest
  @CsvSource({
    "off,'',on,/bin/true",
    "on,/bin/true,on,/bin/true",
    "always,/bin/true,always,/bin/true",
    "on,'cp %p /archive/%f',,",
    "off,'cp %p /archive/%f',,",
    "on,'',,"
  })
  void somebodysArchiveIsLeftAlone(
      String mode, String command, String wantedMode, String wantedCommand) {
    SettingRows primary =
        SettingRows.fresh()
            .row("archive_mode", mode, "", "enum", "postmaster", "always", "on", "off")
            .row("archive_command", command, "", "string", "sighup");
    Map<String, String> values = desired(primary, Map.of()).values();
    assertThat(values.get("archive_mode")).isEqualTo(wantedMode);
    assertThat(values.get("archive_command")).isEqualTo(wantedCommand);
  }

  @ParameterizedTest
  @CsvSource({"off,'',on", "on,cp %p /archive,on", "always,cp %p /archive,always"})
  void aConfiguredArchiveIsEveryNodes(String mode, String command, String wantedMode) {
    SettingRows primary =
        SettingRows.fresh()
            .row("archive_mode", mode, "", "enum", "postmaster", "always", "on", "off")
            .row("archive_command", command, "", "string", "sighup");
    assertThat(desired(primary, Map.of("archive_command", "wal-g push %p")).values())
        .containsEntry("archive_mode", wantedMode)
        .containsEntry("archive_command", "wal-g push %p");
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/postgresql/15/main/conf.d/90-understudy.conf, /bin/true",
    "/etc/postgresql/15/main/conf.d/91-mine.conf,",
    "/etc/postgresql/15/main/postgresql.conf,"
  })
  void aCommandThatTheConfigurationHadUntilNowIsNobodys(String file, String wanted) {
    SettingRows primary =
        SettingRows.fresh()
            .row("archive_mode", "on", "", "enum", "postmaster", "always", "on", "off")
            .row("archive_command", "wal-g push %p", "", "string", "sighup")
            .from("archive_command", file);
    assertThat(desired(primary, Map.of()).values().get("archive_command")).isEqualTo(wanted);
  }

  @Test
  void anArchiveLibraryIsSomebodysToo() {
    SettingRows primary =
        SettingRows.fresh().row("archive_library", "basic_archive", "", "string", "sighup");
    assertThat(desired(primary, Map.of()).values()).doesNotContainKey("archive_mode");
  }

  @Test
  void requiredTlsSwitchesItOn() {
    ClusterConfig config =
        Clusters.config(
            new PgVersion(15, 0), 5432, ClusterConfig.TlsMode.REQUIRE, Map.of(), "h1", "h2");
    ManagedSettings settings =
        ManagedSettings.desired(
            new SettingInputs(V15, config, SettingRows.fresh().settings(), false));
    assertThat(settings.values()).containsEntry("ssl", "on");
  }

  @ParameterizedTest
  @CsvSource({
    "max_wal_senders,5",
    "max_connections,99",
    "wal_level,minimal",
    "hot_standby,off",
    "wal_log_hints,off",
    "port,5433",
    "DATA_DIRECTORY,/tmp",
    "primary_conninfo,host=x",
    "recovery_target_timeline,current",
    "'bad name',1",
    "'x'' = 1',1"
  })
  void whatReplicationCannotDoWithoutIsRefused(String name, String value) {
    assertThatThrownBy(() -> desired(SettingRows.fresh(), Map.of(name, value)))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            e -> {
              assertThat(e.errorClass()).isEqualTo(ErrorClass.CONFIGURATION);
              assertThat(e.subject()).isEqualToIgnoringCase(name);
            });
  }

  @ParameterizedTest
  @CsvSource({"max_wal_senders,50", "Work_Mem,8MB", "wal_level,logical", "wal_log_hints,yes"})
  void theConfigurationMayAskForMore(String name, String value) {
    assertThat(desired(SettingRows.fresh(), Map.of(name, value)).values())
        .containsEntry(name.toLowerCase(Locale.ROOT), value);
  }

  @Test
  void changesTellWhetherTheyNeedARestart() {
    List<SettingChange> changes =
        desired(SettingRows.fresh(), Map.of("work_mem", "8MB", "my.setting", "x"))
            .changes(SettingRows.fresh().settings());
    assertThat(changes)
        .contains(
            new SettingChange("listen_addresses", "localhost", "*", true),
            new SettingChange("wal_sender_timeout", "60000 ms", "10s", false),
            new SettingChange("work_mem", "4096 kB", "8MB", false),
            new SettingChange("my.setting", "", "x", false));
    assertThat(changes).extracting(SettingChange::name).doesNotContain("wal_level", "hot_standby");
    assertThat(ManagedSettings.needsRestart(changes)).isTrue();
  }

  @Test
  void aSettingThatNothingCanChangeIsRefused() {
    ManagedSettings settings = desired(SettingRows.fresh(), Map.of("data_checksums", "on"));
    assertThatThrownBy(() -> settings.changes(SettingRows.fresh().settings()))
        .isInstanceOfSatisfying(
            UnderstudyException.class, e -> assertThat(e.subject()).isEqualTo("data_checksums"));
  }
}
