package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import dev.understudy.common.Shell;
import dev.understudy.config.ClusterConfig;
import dev.understudy.host.Command;
import dev.understudy.host.FileSpec;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every supported major version: what Understudy writes and asks works on a real server of it. Two
 * versions are under way at a time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionMatrixIT {
  private static final List<String> VERSIONS =
      List.of("9.6", "10", "11", "12", "13", "14", "15", "16", "17", "18");
  private static final int AT_A_TIME = 2;
  private static final Secret REPLICATOR = new Secret("ReplicatorPassword1");
  private static final Secret OTHER = new Secret("AnotherPassword2");
  private static final String SLASHED = "/a.b";

  private final Map<String, Future<?>> proofs = new HashMap<>();
  private final ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME);

  @BeforeAll
  void startAll() {
    VERSIONS.forEach(major -> proofs.put(major, pool.submit(() -> prove(PgVersion.parse(major)))));
  }

  @AfterAll
  void endAll() {
    pool.shutdownNow();
  }

  static List<String> versions() {
    return VERSIONS;
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aPrimaryIsSetUpFollowedAndReplaced(String major) throws Throwable {
    try {
      proofs.get(major).get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private static void prove(PgVersion version) {
    try (ServerPrograms programs = ServerPrograms.unpack(version);
        TestServer alpha = TestServer.prepare(version, programs.bin());
        TestServer bravo = TestServer.prepare(version, programs.bin())) {
      alpha.create();
      alpha.writeConfiguration(rules(alpha));
      alpha.launch();
      aRoleWithALeadingSlashIsOnlyItself(alpha);
      ClusterConfig config =
          Clusters.config(
              version,
              alpha.cluster().port(),
              ClusterConfig.TlsMode.PREFER,
              Map.of("work_mem", "8MB", "of_a_module.not_loaded", "it's \\ \"\n$$"),
              "127.0.0.1",
              "127.0.0.1");
      rolesWork(alpha, config);
      String settings = settingsAreAccepted(alpha, config);
      copy(alpha, bravo, settings, config);
      streams(alpha, bravo);
      replaysWhatIsWritten(alpha, bravo);
      everySelectRuns(alpha);
      everySelectRuns(bravo);
      isWatched(alpha);
      admitLike(alpha, bravo);
      isWatched(bravo);
      isPromoted(bravo);
      isLeft(alpha, bravo);
    }
  }

  private static String rules(TestServer server) {
    return "local all postgres peer\nlocal all "
        + HbaToken.name(server.dialect(), SLASHED)
        + " trust\nlocal all all reject\nhost all all all reject\n";
  }

  /** Since 16 a name with a leading slash is a regular expression, even in quotes. */
  private static void aRoleWithALeadingSlashIsOnlyItself(TestServer server) {
    for (String role : List.of(SLASHED, "a.b")) {
      String sql = "CREATE ROLE " + Sql.identifier(role) + " LOGIN;";
      server.psql().execute("make", sql, TestServer.FENCE);
    }
    assertThat(localLogin(server, SLASHED)).isTrue();
    assertThat(localLogin(server, "a.b")).isFalse();
  }

  private static boolean localLogin(TestServer server, String role) {
    String conninfo =
        Conninfo.empty()
            .with("host", server.cluster().socketDirectory())
            .with("port", Integer.toString(server.cluster().port()))
            .with("dbname", "postgres")
            .with("user", role)
            .toString();
    String words = Shell.words("psql", "-XAtqw", "-d", conninfo, "-c", "SELECT 1");
    return server.host().run(Command.script("cd / && " + words).as(TestServer.OWNER)).ok();
  }

  @Test
  void theListIsThatOfTheProduct() {
    assertThat(PgVersion.parse(VERSIONS.get(0))).isEqualTo(PgVersion.OLDEST);
    assertThat(PgVersion.parse(VERSIONS.get(VERSIONS.size() - 1))).isEqualTo(PgVersion.NEWEST);
    assertThat(VERSIONS).allMatch(major -> PgVersion.parse(major).supported());
  }

  private static void rolesWork(TestServer alpha, ClusterConfig config) {
    for (ManagedRole role : ManagedRole.all(alpha.dialect())) {
      Secret password = role == ManagedRole.REPLICATOR ? REPLICATOR : OTHER;
      Secret verifier = new Verifiers().of(role, password, alpha.dialect());
      String sql = RoleSql.apply(state(alpha, role), alpha.dialect(), verifier);
      alpha.psql().executeSecret("make the role", sql, TestServer.FENCE);
      assertThat(state(alpha, role).asWanted(password)).isTrue();
    }
    String path = alpha.cluster().hbaFile();
    List<HbaRule> rules =
        HbaRules.of(new HbaInputs(alpha.dialect(), config, List.of("127.0.0.1"), Set.of()));
    byte[] content = HbaFile.parse(path, rules(alpha).getBytes(StandardCharsets.UTF_8)).with(rules);
    alpha.write(new FileSpec(path, content, TestServer.OWNER, TestServer.OWNER, "0600"));
    assertThat(alpha.psql().query(alpha.sql().hbaRules()))
        .allMatch(row -> row.path("error").isNull());
    alpha.psql().execute("reload", alpha.sql().reload(), TestServer.FENCE);
    Eventually.that("the rules are read", () -> login(alpha, OTHER));
    assertThat(login(alpha, new Secret("wrong"))).isFalse();
  }

  private static void admitLike(TestServer alpha, TestServer bravo) {
    String rules = alpha.shell("cat " + Shell.quote(alpha.cluster().hbaFile())).stdout();
    bravo.write(bravo.cluster().hbaFile(), rules);
    bravo.psql().execute("reload", bravo.sql().reload(), TestServer.FENCE);
    Eventually.that("the rules are read", () -> login(bravo, OTHER));
  }

  /** The monitoring role may see all that is watched, in one question on a kept connection. */
  private static void isWatched(TestServer server) {
    WatchSql sql = new WatchSql(server.dialect());
    var connector =
        new JdbcConnector(new CertificateAuthority(server.path("."), Clock.systemUTC()));
    String role = ManagedRole.MONITOR.roleName();
    try (KeptConnection kept =
        connector.keep(
            "127.0.0.1",
            server.cluster().port(),
            ClusterConfig.TlsMode.PREFER,
            role,
            OTHER,
            Duration.ofSeconds(5))) {
      JsonNode look = Json.read(Objects.requireNonNull(kept.ask(sql.look())));
      assertThat(NodeState.of(look.path("node")).major()).isEqualTo(server.cluster().version());
      assertThat(look.path("settings")).hasSizeGreaterThan(10);
      assertThat(Json.read(Objects.requireNonNull(kept.ask(sql.archiver()))).isObject()).isTrue();
      assertThat(look.path("archiver").isObject()).isEqualTo(sql.archiverIsCheap());
      if (look.path("receiver").isObject() && server.dialect().has(Capability.PG_MONITOR)) {
        assertThat(ReceiverState.one(look.path("receiver")).lastMessageMillis()).isPresent();
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static RoleState state(TestServer server, ManagedRole role) {
    return RoleState.of(role, server.psql().query(RoleSql.check(role, server.dialect())));
  }

  /** Logs in over TCP as the monitor. */
  private static boolean login(TestServer server, Secret password) {
    int port = server.cluster().port();
    String role = ManagedRole.MONITOR.roleName();
    String pass = server.path("login.pass").toString();
    server.write(pass, PassFile.line("127.0.0.1", port, "postgres", role, password));
    String conninfo =
        Conninfo.empty()
            .with("host", "127.0.0.1")
            .with("port", Integer.toString(port))
            .with("dbname", "postgres")
            .with("user", role)
            .with("passfile", pass)
            .toString();
    String words = Shell.words("psql", "-XAtqw", "-d", conninfo, "-c", "SELECT 1");
    return server.host().run(Command.script("cd / && " + words).as(TestServer.OWNER)).ok();
  }

  private static String settingsAreAccepted(TestServer alpha, ClusterConfig config) {
    NodeState node = NodeState.read(alpha.psql());
    ManagedSettings settings =
        ManagedSettings.desired(
            new SettingInputs(
                alpha.dialect(), config, PgSettings.read(alpha.psql()), node.checksums()));
    alpha.write(alpha.cluster().managedSettingsFile(), settings.render());
    ConfigurationCheck.run(alpha.host(), alpha.cluster());
    alpha.restart();
    PgSettings running = PgSettings.read(alpha.psql());
    assertThat(settings.changes(running)).isEmpty();
    List<FileSetting> files = FileSetting.list(alpha.psql().query(FileSetting.SELECT));
    assertThat(
            new SettingOverrides(alpha.cluster(), new ReadOrder(alpha.cluster(), alpha.conf()))
                .find(settings, running, files))
        .isEmpty();
    assertThat(files).allMatch(file -> file.error().isEmpty());
    return settings.render();
  }

  private static void copy(
      TestServer alpha, TestServer bravo, String settings, ClusterConfig config) {
    alpha.stop();
    alpha.shell(
        Shell.words("cp", "-a", alpha.cluster().dataDirectory(), bravo.cluster().dataDirectory()));
    alpha.launch();
    String slot = SlotName.of("bravo");
    alpha.psql().execute("make the slot", SlotSql.create(slot), TestServer.FENCE);
    bravo.writeConfiguration(rules(bravo));
    bravo.write(bravo.cluster().managedSettingsFile(), settings);
    StandbyFiles files = new StandbyFiles(bravo.cluster());
    bravo.write(files.passFile(config, REPLICATOR, OTHER));
    StandbyInputs inputs =
        new StandbyInputs(
            "bravo", "127.0.0.1", config.port(), slot, ClusterConfig.TlsMode.PREFER, REPLICATOR);
    ReplicationHandshake answer = ReplicationHandshake.run(bravo.host(), bravo.cluster(), inputs);
    NodeState primary = NodeState.read(alpha.psql());
    assertThat(answer.systemIdentifier()).isEqualTo(primary.systemIdentifier());
    assertThat(answer.timeline()).isEqualTo(primary.timeline());
    files.files(inputs).forEach(bravo::write);
    bravo.launch();
  }

  private static void streams(TestServer alpha, TestServer bravo) {
    Eventually.that("it streams", () -> sender(alpha) != null && receiver(bravo));
    assertThat(sender(alpha).applicationName()).isEqualTo("bravo");
    assertThat(SlotState.list(alpha.psql().query(SlotSql.list(alpha.dialect()))))
        .singleElement()
        .satisfies(slot -> assertThat(slot.active()).isTrue())
        .satisfies(slot -> assertThat(slot.lost()).isFalse());
    NodeState primary = NodeState.read(alpha.psql());
    NodeState standby = NodeState.read(bravo.psql());
    assertThat(standby.inRecovery()).isTrue();
    assertThat(standby.systemIdentifier()).isEqualTo(primary.systemIdentifier());
    assertThat(standby.timeline()).isEqualTo(primary.timeline()).isEqualTo(1);
    assertThat(standby.major()).isEqualTo(primary.major()).isEqualTo(alpha.cluster().version());
  }

  private static @Nullable SenderState sender(TestServer server) {
    return SenderState.list(server.psql().query(server.sql().senders())).stream()
        .filter(SenderState::streaming)
        .findFirst()
        .orElse(null);
  }

  private static boolean receiver(TestServer server) {
    return ReceiverState.of(server.psql().query(server.sql().receiver()))
        .filter(ReceiverState::streaming)
        .filter(receiver -> receiver.slot().equals(SlotName.of("bravo")))
        .isPresent();
  }

  private static void replaysWhatIsWritten(TestServer alpha, TestServer bravo) {
    Psql psql = alpha.psql();
    psql.execute("write", "CREATE TABLE public.t AS SELECT 42 AS n;", TestServer.FENCE);
    String lsn = psql.execute("mark", alpha.sql().emitMarker("m"), TestServer.FENCE).strip();
    String question = bravo.sql().replayed(lsn);
    Eventually.that(
        "the marker is replayed", () -> bravo.psql().row(question).path("reached").asBoolean());
    assertThat(bravo.psql().row("SELECT n FROM public.t").path("n").asInt()).isEqualTo(42);
  }

  private static void everySelectRuns(TestServer server) {
    ReplicationSql sql = server.sql();
    Psql psql = server.psql();
    psql.query(sql.senders());
    psql.query(sql.receiver());
    psql.query(SlotSql.list(server.dialect()));
    psql.query(sql.tablespaces());
    psql.query(sql.collationVersions());
    assertThat(psql.row(new ArchiverSql(server.dialect()).state()).path("ready").isNumber())
        .isTrue();
    psql.row(sql.configurationLoaded());
    psql.row(sql.files());
    assertThat(psql.row(sql.dataSize()).path("bytes").asLong()).isPositive();
    JsonNode locales = psql.query(sql.locales());
    assertThat(locales).hasSize(2).allMatch(row -> row.path("provider").asText().equals("c"));
    RoleSql.passwordMethods(List.of("replicator"));
    assertThat(psql.row(RoleSql.passwordMethods(List.of("replicator"))).path("method").asText())
        .isEqualTo(server.dialect().passwordMethod());
  }

  private static void isPromoted(TestServer bravo) {
    if (bravo.dialect().has(Capability.PG_PROMOTE)) {
      bravo.psql().execute("promote", bravo.sql().promote(20), TestServer.FENCE);
    } else {
      bravo.shell(
          Shell.words(
              bravo.cluster().program("pg_ctl"),
              "-s",
              "-D",
              bravo.cluster().dataDirectory(),
              "promote"));
    }
    Eventually.that("it is the primary", () -> !NodeState.read(bravo.psql()).inRecovery());
    assertThat(NodeState.read(bravo.psql()).timeline()).isEqualTo(2);
    String marker = new StandbyFiles(bravo.cluster()).markerFile();
    assertThat(bravo.shell("test -e " + Shell.quote(marker) + " && echo there; true").stdout())
        .isEmpty();
    bravo.psql().execute("write", "INSERT INTO public.t VALUES (43);", TestServer.FENCE);
  }

  private static void isLeft(TestServer alpha, TestServer bravo) {
    bravo.stop();
    Psql psql = alpha.psql();
    String slots = SlotSql.list(alpha.dialect());
    Eventually.that("the slot is free", () -> !SlotState.list(psql.query(slots)).get(0).active());
    psql.execute("drop the slot", SlotSql.drop(SlotName.of("bravo")), TestServer.FENCE);
    assertThat(psql.query(slots)).isEmpty();
    for (ManagedRole role : ManagedRole.all(alpha.dialect())) {
      psql.execute("drop the role", RoleSql.drop(role), TestServer.FENCE);
      assertThat(state(alpha, role).exists()).isFalse();
    }
  }
}
