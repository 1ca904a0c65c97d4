package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ClusterConfig;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.FileSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagedFilesIT {
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ManagedSettings desired(Map<String, String> extra) {
    NodeState node = NodeState.read(server.psql());
    return ManagedSettings.desired(
        new SettingInputs(
            server.dialect(),
            Clusters.config(extra),
            PgSettings.read(server.psql()),
            node.checksums()));
  }

  private void writeSettings(ManagedSettings settings) {
    server.write(server.cluster().managedSettingsFile(), settings.render());
  }

  private void reload() {
    server.psql().execute("reload", server.sql().reload(), TestServer.FENCE);
  }

  @Test
  void theSettingsAreAcceptedAndThenNothingIsLeftToChange() {
    Map<String, String> extra =
        Map.of("work_mem", "8MB", "search_path", "\"a b\", \"c'd\\\"", "of_a_module.x", "it's\n\\");
    ManagedSettings settings = desired(extra);
    assertThat(ManagedSettings.needsRestart(settings.changes(PgSettings.read(server.psql()))))
        .isTrue();
    writeSettings(settings);
    List<FileSetting> files = FileSetting.list(server.psql().query(FileSetting.SELECT));
    assertThat(files)
        .extracting(FileSetting::error)
        .allMatch(e -> e.isEmpty() || e.equals("setting could not be applied"));
    ConfigurationCheck.run(server.host(), server.cluster());
    server.restart();
    PgSettings running = PgSettings.read(server.psql());
    assertThat(settings.changes(running)).isEmpty();
    assertThat(desired(extra).values()).isEqualTo(settings.values());
    assertThat(
            new SettingOverrides(server.cluster(), new ReadOrder(server.cluster(), server.conf()))
                .find(settings, running, files))
        .isEmpty();
  }

  @Test
  void overridesAreFoundBeforeAndAfterTheFileIsWritten() {
    Psql psql = server.psql();
    psql.execute("set", "ALTER SYSTEM SET wal_level = 'logical';", TestServer.FENCE);
    psql.execute("set", "ALTER SYSTEM SET hot_standby = 'true';", TestServer.FENCE);
    psql.execute("set", "ALTER ROLE postgres SET wal_sender_timeout = '1min';", TestServer.FENCE);
    server.write(server.cluster().confDirectory() + "/99-late.conf", "Max_Wal_Senders = 3\n");
    server.write(server.cluster().confDirectory() + "/10-early.conf", "max_wal_senders = 4\n");
    server.write(
        server.cluster().configDirectory() + "/it.conf", "wal_retrieve_retry_interval = 7\n");
    server.write(server.cluster().postgresqlConf(), server.conf() + "include 'it.conf'\n");
    reload();
    ManagedSettings settings = desired(Map.of());
    Map<String, SettingOverride.Kind> expected =
        Map.of(
            "wal_level", SettingOverride.Kind.ALTER_SYSTEM,
            "max_wal_senders", SettingOverride.Kind.LATER_FILE,
            "wal_retrieve_retry_interval", SettingOverride.Kind.LATER_FILE,
            "wal_sender_timeout", SettingOverride.Kind.ROLE_OR_DATABASE);
    assertThat(overrides(settings)).isEqualTo(expected);
    writeSettings(settings);
    assertThat(overrides(settings)).isEqualTo(expected);
  }

  private Map<String, SettingOverride.Kind> overrides(ManagedSettings settings) {
    Psql psql = server.psql();
    return new SettingOverrides(server.cluster(), new ReadOrder(server.cluster(), server.conf()))
            .find(settings, PgSettings.read(psql), FileSetting.list(psql.query(FileSetting.SELECT)))
            .stream()
            .collect(Collectors.toMap(SettingOverride::name, SettingOverride::kind));
  }

  @Test
  void aValueThatOnlyAFailingRestartWouldShowIsFoundBefore() {
    writeSettings(desired(Map.of("shared_buffers", "lots")));
    assertThatThrownBy(() -> ConfigurationCheck.run(server.host(), server.cluster()))
        .isInstanceOf(PreconditionException.class)
        .hasMessageContaining("shared_buffers");
  }

  @Test
  void certificatesThatOnlyAFailingRestartWouldMissAreFoundBefore() {
    server.enableTls();
    ConfigurationCheck.run(server.host(), server.cluster());
    assertRefusedAfter("chmod 644 server.key", "others may read the TLS key");
    assertRefusedAfter(
        "chmod 600 server.key; openssl genrsa -out server.key 2>/dev/null",
        "is not that of the key");
    assertRefusedAfter("rm server.crt", "server.crt cannot be read");
  }

  private void assertRefusedAfter(String damage, String message) {
    CommandResult done =
        server
            .host()
            .run(Command.script("cd " + server.path("") + " && " + damage).as(TestServer.OWNER));
    assertThat(done.ok()).isTrue();
    assertThatThrownBy(() -> ConfigurationCheck.run(server.host(), server.cluster()))
        .isInstanceOf(PreconditionException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aSettingThatTheServerLacksIsNamed() {
    ManagedSettings settings = desired(Map.of("work_mehm", "8MB"));
    assertThatThrownBy(() -> settings.changes(PgSettings.read(server.psql())))
        .isInstanceOfSatisfying(
            UnderstudyException.class, e -> assertThat(e.subject()).isEqualTo("work_mehm"));
  }

  @Test
  void theRulesAreAcceptedAndWin() {
    server.enableTls();
    reload();
    for (ClusterConfig.TlsMode tls : ClusterConfig.TlsMode.values()) {
      List<HbaRule> rules =
          HbaRules.of(
              new HbaInputs(
                  server.dialect(),
                  Clusters.config(
                      new PgVersion(15, 0),
                      5432,
                      tls,
                      Map.of(),
                      "10.0.0.1",
                      "fe80::1",
                      "h.example"),
                  List.of("10.0.0.9"),
                  Set.of("app")));
      String path = server.cluster().hbaFile();
      byte[] before = read(path);
      byte[] after = HbaFile.parse(path, before).with(rules);
      server.write(new FileSpec(path, after, "postgres", "postgres", "0640"));
      var rows = server.psql().query(server.sql().hbaRules());
      assertThat(rows).hasSize(rules.size() + 2).allMatch(row -> row.path("error").isNull());
      assertThat(rows.get(0).path("roles").get(0).asText()).isEqualTo("replicator");
      assertThat(HbaFile.parse(path, after).without()).isEqualTo(before);
      server.write(new FileSpec(path, before, "postgres", "postgres", "0640"));
    }
  }

  private byte[] read(String path) {
    return server.host().run(Command.of("cat", path)).stdout().getBytes(StandardCharsets.UTF_8);
  }
}
