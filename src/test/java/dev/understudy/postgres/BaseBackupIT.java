package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Shell;
import dev.understudy.config.BaseBackupConfig;
import dev.understudy.config.BaseBackupConfig.Checkpoint;
import dev.understudy.config.ClusterConfig;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A standby made by a base backup over TLS, its node's name as hostile as can be. */
class BaseBackupIT {
  private static final Secret PASSWORD = new Secret("p:w\\d'\"#");
  private static final String NODE = "it's a \\ \"node\"";

  private TestServer alpha;
  private TestServer bravo;
  private StandbyInputs inputs;
  private ClusterConfig config;

  @BeforeEach
  void start() {
    alpha = TestServer.start();
    alpha.enableTls();
    alpha.write(
        alpha.cluster().hbaFile(),
        "local all all peer\nhostssl replication replicator localhost scram-sha-256\n");
    alpha.psql().execute("reload", alpha.sql().reload(), TestServer.FENCE);
    Secret verifier = new Verifiers().of(ManagedRole.REPLICATOR, PASSWORD, alpha.dialect());
    RoleState none =
        RoleState.of(
            ManagedRole.REPLICATOR,
            alpha.psql().query(RoleSql.check(ManagedRole.REPLICATOR, alpha.dialect())));
    alpha
        .psql()
        .executeSecret("make it", RoleSql.apply(none, alpha.dialect(), verifier), TestServer.FENCE);
    bravo = TestServer.prepare(alpha.cluster().version(), Path.of(alpha.cluster().binDirectory()));
    bravo.writeConfiguration("local all all peer\n");
    int port = alpha.cluster().port();
    inputs =
        new StandbyInputs(
            NODE, "localhost", port, SlotName.of(NODE), ClusterConfig.TlsMode.REQUIRE, PASSWORD);
    config =
        Clusters.config(
            alpha.cluster().version(),
            port,
            ClusterConfig.TlsMode.REQUIRE,
            Map.of(),
            "localhost",
            "127.0.0.1");
  }

  @AfterEach
  void stop() {
    bravo.close();
    alpha.close();
  }

  private CommandResult backup() {
    String script =
        new BaseBackupCommand(bravo.cluster())
            .script(
                inputs,
                bravo.cluster().dataDirectory(),
                new BaseBackupConfig(OptionalLong.of(500 << 20), Checkpoint.FAST));
    return bravo
        .host()
        .run(
            Command.script("cd / && " + script).as(TestServer.OWNER).within(Duration.ofMinutes(2)));
  }

  @Test
  void itIsVerifiedStartedAndStreams() {
    StandbyFiles files = new StandbyFiles(bravo.cluster());
    bravo.write(files.passFile(config, PASSWORD, new Secret("x")));
    assertThat(ReplicationHandshake.run(bravo.host(), bravo.cluster(), inputs).systemIdentifier())
        .isEqualTo(NodeState.read(alpha.psql()).systemIdentifier());
    alpha.psql().execute("make the slot", SlotSql.create(inputs.slot()), TestServer.FENCE);
    assertThat(backup().orThrow("take a base backup").ok()).isTrue();
    files.files(inputs).forEach(bravo::write);
    bravo.launch();
    Eventually.that(
        "it streams",
        () ->
            SenderState.list(alpha.psql().query(alpha.sql().senders())).stream()
                .anyMatch(SenderState::streaming));
    ControlFile control = ControlFile.read(bravo.host(), bravo.cluster()).orElseThrow();
    assertThat(control.systemIdentifier())
        .isEqualTo(NodeState.read(alpha.psql()).systemIdentifier());
    assertThat(control.state()).isEqualTo("in archive recovery");
    assertThat(control.setting("max_connections")).contains("100");
  }

  @Test
  void aBackupThatDoesNotFitItsManifestFails() {
    bravo.write(new StandbyFiles(bravo.cluster()).passFile(config, PASSWORD, new Secret("x")));
    alpha.psql().execute("make the slot", SlotSql.create(inputs.slot()), TestServer.FENCE);
    backup().orThrow("take a base backup");
    String directory = bravo.cluster().dataDirectory();
    bravo.shell("echo rotten >>" + Shell.quote(directory + "/PG_VERSION"));
    String verify = Shell.words(new BaseBackupCommand(bravo.cluster()).verify(directory));
    assertThat(bravo.host().run(Command.script(verify).as(TestServer.OWNER)).ok()).isFalse();
  }

  @Test
  void aWrongPasswordIsAnAuthenticationErrorAndNotShown() {
    Secret wrong = new Secret("wrong-one");
    bravo.write(new StandbyFiles(bravo.cluster()).passFile(config, wrong, wrong));
    assertThatThrownBy(() -> ReplicationHandshake.run(bravo.host(), bravo.cluster(), inputs))
        .isInstanceOfSatisfying(
            PostgresException.class,
            e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.AUTHENTICATION))
        .hasMessageNotContaining("wrong-one");
  }

  @Test
  void anEmptyDirectoryHasNoControlFile() {
    assertThat(ControlFile.read(bravo.host(), bravo.cluster())).isEmpty();
  }
}
