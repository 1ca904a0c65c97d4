package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import dev.understudy.common.Shell;
import dev.understudy.config.ClusterConfig.TlsMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a real server's troubles look like from a kept connection, and from a new one. */
class KeptConnectionIT {
  private static final Duration LIMIT = Duration.ofMillis(1500);
  private static final Secret PASSWORD = new Secret("Password1");
  private static final String ROLE = ManagedRole.MONITOR.roleName();

  private final JdbcConnector connector =
      new JdbcConnector(new CertificateAuthority(Path.of("."), Clock.systemUTC()));
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    server
        .psql()
        .execute(
            "make the role",
            "CREATE ROLE understudy_monitor LOGIN PASSWORD 'Password1';"
                + "GRANT pg_monitor TO understudy_monitor;",
            TestServer.FENCE);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void allThatIsWatchedIsOneRoundTrip() throws SQLException {
    try (KeptConnection kept = connect()) {
      WatchSql sql = new WatchSql(server.dialect());
      JsonNode look = Json.read(Objects.requireNonNull(kept.ask(sql.look())));
      assertThat(look.path("node").path("in_recovery").asBoolean(true)).isFalse();
      assertThat(look.path("connections").asInt()).isEqualTo(1);
      assertThat(look.path("archiver").isObject()).isTrue();
      assertThat(look.path("settings").path("wal_receiver_timeout").asText()).isEqualTo("1min");
      assertThat(Json.read(Objects.requireNonNull(kept.ask(sql.archiver()))).isObject()).isTrue();
    }
  }

  @Test
  void aNewConnectionTellsWhyItIsNotLetIn() throws SQLException {
    assertThat(whyNot(new Secret("wrong"), server.cluster().port()))
        .isEqualTo(SqlFailure.AUTHENTICATION);
    List<KeptConnection> all = new ArrayList<>();
    server.psql().execute("crowd", "ALTER SYSTEM SET max_connections = 8;", TestServer.FENCE);
    server.restart();
    waitForIt();
    SqlFailure full = null;
    while (full == null && all.size() < 20) {
      full = open(all);
    }
    all.forEach(KeptConnection::close);
    server.psql().execute("make room", "ALTER SYSTEM RESET max_connections;", TestServer.FENCE);
    server.restart();
    waitForIt();
    assertThat(full).isEqualTo(SqlFailure.TOO_MANY_CONNECTIONS);
    assertThat(all).hasSize(5);
  }

  @Test
  void aDyingServerSaysHow() throws SQLException {
    try (KeptConnection first = connect();
        KeptConnection second = connect()) {
      first.ask("SELECT 1");
      server.shell("kill -9 " + second.ask("SELECT pg_backend_pid()"));
      List<SqlFailure> told = new ArrayList<>();
      Eventually.that("it says so", () -> told.add(whyNot(first)) && last(told) != null);
      // The goodbye is lost where the question was already on its way.
      assertThat(last(told)).isIn(SqlFailure.IN_RECOVERY, SqlFailure.CONNECTION_LOST);
    }
    waitForIt();
    KeptConnection kept = connect();
    server.shell(pgCtl("-m", "smart", "-W", "stop"));
    Eventually.that("it goes down", () -> whyNot() == SqlFailure.SHUTTING_DOWN);
    assertThat(kept.ask("SELECT 1")).isEqualTo("1");
    server.shell(pgCtl("-m", "fast", "-W", "stop"));
    assertThat(whyNot(kept)).isIn(SqlFailure.SHUTTING_DOWN, SqlFailure.CONNECTION_LOST);
    Eventually.that("it is down", () -> whyNot() == SqlFailure.REFUSED);

    server.shell("touch " + server.path("data/standby.signal"));
    server.write(
        server.cluster().confDirectory() + "/90.conf", "restore_command = 'sleep 20; false'\n");
    String options = "-c config_file=" + server.cluster().postgresqlConf();
    server.shell(pgCtl("-l", server.cluster().logFile(), "-o", options, "-W", "start"));
    Eventually.that("it starts up", () -> whyNot() == SqlFailure.STARTING_UP);
    server.shell("rm " + server.path("data/standby.signal"));
    server.restart();
    waitForIt();
  }

  private void waitForIt() {
    Eventually.that("it is up", () -> whyNot() == null);
  }

  private static SqlFailure last(List<SqlFailure> told) {
    return told.get(told.size() - 1);
  }

  @Test
  void silenceCostsTheLimitAndNoMore() throws Exception {
    try (KeptConnection kept = connect()) {
      long begun = System.nanoTime();
      assertThat(ask(kept, "SELECT pg_sleep(30)")).isEqualTo(SqlFailure.TIMED_OUT);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
    }
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      long begun = System.nanoTime();
      assertThat(whyNot(PASSWORD, deaf.getLocalPort())).isEqualTo(SqlFailure.TIMED_OUT);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }
    try (ServerSocket rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> hangUp(rude));
      thread.start();
      assertThat(whyNot(PASSWORD, rude.getLocalPort())).isEqualTo(SqlFailure.CONNECTION_LOST);
      thread.join();
    }
  }

  @Test
  void anAbortEndsTheWaiting() throws Exception {
    KeptConnection kept = connect();
    Thread breaker =
        new Thread(
            () -> {
              Eventually.that("it sleeps", () -> sleepers() == 1);
              kept.abort();
            });
    breaker.start();
    assertThat(ask(kept, "SELECT pg_sleep(1.4)")).isEqualTo(SqlFailure.CONNECTION_LOST);
    breaker.join();
  }

  private long sleepers() {
    String count = "SELECT count(*) AS n FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'";
    return server.psql().row(count).path("n").asLong();
  }

  private static void hangUp(ServerSocket socket) {
    try {
      // Once in the TLS question, and once more, should the driver try without.
      socket.accept().close();
      socket.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String pgCtl(String... words) {
    List<String> all = new ArrayList<>();
    all.add(server.cluster().program("pg_ctl"));
    all.addAll(List.of("-s", "-D", server.cluster().dataDirectory()));
    all.addAll(List.of(words));
    return Shell.words(all.toArray(String[]::new));
  }

  private KeptConnection connect() throws SQLException {
    int port = server.cluster().port();
    return connector.keep("127.0.0.1", port, TlsMode.PREFER, ROLE, PASSWORD, LIMIT);
  }

  private SqlFailure open(List<KeptConnection> all) {
    try {
      all.add(connect());
      return null;
    } catch (SQLException e) {
      return SqlFailure.of(e);
    }
  }

  /** Null when it answers. */
  private SqlFailure whyNot() {
    return whyNot(PASSWORD, server.cluster().port());
  }

  private SqlFailure whyNot(Secret password, int port) {
    try (KeptConnection kept =
        connector.keep("127.0.0.1", port, TlsMode.PREFER, ROLE, password, LIMIT)) {
      return whyNot(kept);
    } catch (SQLException e) {
      return SqlFailure.of(e);
    }
  }

  private static SqlFailure whyNot(KeptConnection kept) {
    return ask(kept, "SELECT 1");
  }

  private static SqlFailure ask(KeptConnection kept, String sql) {
    try {
      kept.ask(sql);
      return null;
    } catch (SQLException e) {
      return SqlFailure.of(e);
    }
  }
}
