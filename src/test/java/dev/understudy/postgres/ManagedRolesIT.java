package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ManagedRolesIT {
  private static final Secret PASSWORD = new Secret("p4ss word'\\:x");
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    server.write(
        server.cluster().confDirectory() + "/10-log.conf",
        """
        log_statement = 'all'
        log_min_duration_statement = 0
        log_duration = on
        shared_preload_libraries = 'pg_stat_statements, auto_explain'
        auto_explain.log_min_duration = 0
        """);
    server.restart();
    String extension = "CREATE EXTENSION pg_stat_statements SCHEMA public;";
    server.psql().execute("watch statements", extension, TestServer.FENCE);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static RoleState state(ManagedRole role) {
    return RoleState.of(role, server.psql().query(RoleSql.check(role, server.dialect())));
  }

  private static void make(ManagedRole role) {
    Secret verifier = new Verifiers().of(role, PASSWORD, server.dialect());
    server
        .psql()
        .executeSecret(
            "make the role",
            RoleSql.apply(state(role), server.dialect(), verifier),
            TestServer.FENCE);
    assertThat(server.log()).doesNotContain(verifier.reveal());
    String kept = "SELECT query FROM public.pg_stat_statements WHERE query LIKE '%SCRAM-SHA%$%'";
    assertThat(server.psql().query(kept)).noneMatch(row -> row.toString().contains("4096:"));
  }

  private static CommandResult login(ManagedRole role, String sql) {
    String pass = server.path("pass-" + role).toString();
    server.write(
        pass,
        PassFile.line("127.0.0.1", server.cluster().port(), "*x", role.roleName(), PASSWORD)
            + PassFile.line(
                "127.0.0.1", server.cluster().port(), "postgres", role.roleName(), PASSWORD));
    Conninfo conninfo =
        Conninfo.empty()
            .with("host", "127.0.0.1")
            .with("port", "" + server.cluster().port())
            .with("dbname", "postgres")
            .with("user", role.roleName())
            .with("passfile", pass);
    return server
        .host()
        .run(
            Command.script(
                    "cd / && "
                        + Shell.words("psql", "-XAtqw", "-d", conninfo.toString(), "-c", sql))
                .as(TestServer.OWNER));
  }

  @Test
  void areMadeOnceAndThenAsWanted() {
    for (ManagedRole role : ManagedRole.all(server.dialect())) {
      assertThat(state(role).exists()).isFalse();
      make(role);
      assertThat(state(role).differences()).isEmpty();
      assertThat(state(role).asWanted(PASSWORD)).isTrue();
      assertThat(state(role).asWanted(new Secret("another"))).isFalse();
      make(role);
      assertThat(state(role).asWanted(PASSWORD)).isTrue();
      assertThat(login(role, "SELECT 1").stdout()).isEqualTo("1\n");
      server.psql().execute("drop it", RoleSql.drop(role), TestServer.FENCE);
      assertThat(state(role).exists()).isFalse();
    }
  }

  @Test
  void theRewindRoleMayDoWhatRewindingNeeds() {
    make(ManagedRole.REWIND);
    assertThat(
            login(
                    ManagedRole.REWIND,
                    "SELECT count(*) > 0 FROM pg_ls_dir('.', true, true);"
                        + "SELECT length(pg_read_binary_file('global/pg_control', 0, 10, true))")
                .stdout())
        .isEqualTo("t\n10\n");
    assertThat(login(ManagedRole.REWIND, "SELECT * FROM pg_authid").ok()).isFalse();
    server.psql().execute("drop it", RoleSql.drop(ManagedRole.REWIND), TestServer.FENCE);
  }

  @Test
  void aRoleOfSomebodyElseIsForeignAndItsDifferencesAreNamed() {
    server
        .psql()
        .execute(
            "make",
            "CREATE ROLE understudy_monitor SUPERUSER NOINHERIT CONNECTION LIMIT 3;",
            TestServer.FENCE);
    RoleState state = state(ManagedRole.MONITOR);
    assertThat(state.foreign()).isTrue();
    assertThat(state.differences())
        .containsExactlyInAnyOrder("superuser", "no login", "no inherit", "connection limit 3");
    server.psql().execute("drop", "DROP ROLE understudy_monitor;", TestServer.FENCE);
  }

  @Test
  void aRoleThatOwnsSomethingIsNotDropped() {
    make(ManagedRole.REPLICATOR);
    Psql psql = server.psql();
    psql.execute(
        "make a schema", "CREATE SCHEMA theirs AUTHORIZATION replicator;", TestServer.FENCE);
    assertThat(psql.row(RoleSql.owned(ManagedRole.REPLICATOR)).path("owned").asInt()).isEqualTo(1);
    assertThatThrownBy(
            () -> psql.execute("drop it", RoleSql.drop(ManagedRole.REPLICATOR), TestServer.FENCE))
        .isInstanceOfSatisfying(
            PostgresException.class, e -> assertThat(e.sqlState()).isEqualTo("2BP01"));
    psql.execute("drop", "DROP SCHEMA theirs; DROP ROLE replicator;", TestServer.FENCE);
  }

  @Test
  void passwordMethodsOfClientsAreTold() {
    server
        .psql()
        .execute(
            "make",
            "SET password_encryption = 'md5'; CREATE ROLE \"o'ld\" LOGIN PASSWORD 'x';",
            TestServer.FENCE);
    assertThat(
            server
                .psql()
                .row(RoleSql.passwordMethods(List.of("o'ld", "absent")))
                .path("method")
                .asText())
        .isEqualTo("md5");
  }
}
