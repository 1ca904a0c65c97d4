package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.host.Command;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PsqlIT {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void fails(ThrowingCallable act, ErrorClass errorClass, String state) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            PostgresException.class,
            e -> {
              assertThat(e.errorClass()).as(e.getMessage()).isEqualTo(errorClass);
              assertThat(e.sqlState()).isEqualTo(state);
            });
  }

  @Test
  void rowsComeWithTypes() {
    var row = server.psql().row("SELECT 1::bigint AS n, 'a\nb'::text AS t, NULL AS x, true AS b");
    assertThat(row.path("n").asLong()).isEqualTo(1);
    assertThat(row.path("t").asText()).isEqualTo("a\nb");
    assertThat(row.path("x").isNull()).isTrue();
    assertThat(row.path("b").asBoolean()).isTrue();
    assertThat(server.psql().query("SELECT 1 WHERE false")).isEmpty();
  }

  @Test
  void severalSelectsAreAnsweredInTheirOrder() {
    var answers =
        server
            .psql()
            .queries(
                List.of(
                    "SELECT 'a\n),(' AS t UNION ALL SELECT 'b' ORDER BY t",
                    "SELECT 1 AS n WHERE false",
                    "SELECT 2 AS n"));
    assertThat(answers).hasSize(3);
    assertThat(answers.get(0)).hasSize(2);
    assertThat(answers.get(0).path(0).path("t").asText()).isEqualTo("a\n),(");
    assertThat(answers.get(1)).isEmpty();
    assertThat(answers.get(2).path(0).path("n").asInt()).isEqualTo(2);
  }

  @Test
  void whatTheServerRefusesHasItsState() {
    fails(() -> server.psql().query("SELECT * FROM nothing"), ErrorClass.PRECONDITION, "42P01");
    fails(() -> server.psql().row("SELECT 1 WHERE false"), ErrorClass.PRECONDITION, "");
  }

  @Test
  void theFirstFailingStatementIsTheLast() {
    String sql = "CREATE TABLE public.first(); SELECT 1/0; CREATE TABLE public.second();";
    fails(
        () -> server.psql().execute("do it", sql, TestServer.FENCE),
        ErrorClass.PRECONDITION,
        "22012");
    assertThat(server.psql().query("SELECT relname FROM pg_class WHERE relname = 'first'"))
        .hasSize(1);
    assertThat(server.psql().query("SELECT relname FROM pg_class WHERE relname = 'second'"))
        .isEmpty();
  }

  @Test
  void aSessionThatIsEndedLeavesTheOutcomeUnknown() {
    fails(
        () ->
            server
                .psql()
                .execute(
                    "do it", "SELECT pg_terminate_backend(pg_backend_pid());", TestServer.FENCE),
        ErrorClass.UNKNOWN,
        "57P01");
  }

  @Test
  void aServerThatIsNotThereIsAConnectionError() {
    PgCluster here = server.cluster();
    PgCluster gone =
        new PgCluster(
            here.version(),
            here.name(),
            1,
            "down",
            here.owner(),
            here.dataDirectory(),
            here.logFile(),
            here.configDirectory(),
            here.socketDirectory(),
            here.binDirectory());
    ThrowingCallable asking = () -> new Psql(server.host(), gone).query("SELECT 1");
    fails(asking, ErrorClass.CONNECTION, "");
    assertThatThrownBy(asking)
        .isInstanceOfSatisfying(
            PostgresException.class, e -> assertThat(Psql.notRunning(e)).isTrue());
  }

  @Test
  void settingsOfRolesAndDatabasesDoNotReachIn() {
    server
        .psql()
        .execute(
            "set",
            """
            CREATE DATABASE "a=b 'c";
            ALTER DATABASE "a=b 'c" SET statement_timeout = '1ms';
            ALTER DATABASE "a=b 'c" SET search_path = 'nowhere';
            ALTER DATABASE "a=b 'c" SET default_transaction_read_only = on;
            """,
            TestServer.FENCE);
    Psql psql = server.psql().onDatabase("a=b 'c");
    psql.execute("wait", "SELECT pg_sleep(0.1); CREATE TABLE public.t();", TestServer.FENCE);
    assertThat(psql.row("SELECT current_database() AS name").path("name").asText())
        .isEqualTo("a=b 'c");
  }

  @Test
  void noStatementIsEverAnArgument() {
    server.psql().execute("comment", "SELECT 'NOT-IN-ARGUMENTS';", TestServer.FENCE);
    assertThat(server.host().commands())
        .extracting(Command::script)
        .noneMatch(script -> script.contains("NOT-IN-ARGUMENTS"));
  }
}
