package dev.understudy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Finding;
import dev.understudy.common.Json;
import dev.understudy.common.Severity;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.CheckGroup;
import dev.understudy.config.CheckId;
import dev.understudy.config.ChecksConfig;
import dev.understudy.postgres.PgSettings;
import dev.understudy.postgres.SettingChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found of servers as their superuser sees them, as a function of what was seen. */
class ServerJudgementsTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  /** Alpha, the primary, and bravo; all is well, and a test changes what is to be wrong. */
  private static final class Servers {
    final Map<String, Map<String, ObjectNode>> settings = new LinkedHashMap<>();
    final Map<String, String> transaction = new LinkedHashMap<>();
    final Map<String, String> collation = new LinkedHashMap<>();
    final List<SettingChange> drift = new ArrayList<>();
    String prepared = "[]";
    long age = 200_000_000;
    String recorded = "153.120";
    Duration ahead = Duration.ZERO;
    final Map<String, Duration> passwords = new LinkedHashMap<>();
    Duration certificate = Duration.ofDays(90);
    String silent = "";
    boolean refused;

    Servers() {
      for (String node : List.of("alpha", "bravo")) {
        settings.put(node, new LinkedHashMap<>());
        set(node, "work_mem", "4096", "/etc/postgresql/15/main/postgresql.conf", 12);
        set(node, "max_connections", "100", "/etc/postgresql/15/main/postgresql.conf", 64);
        set(node, "archive_command", "ship", "", 0);
        transaction.put(node, "[]");
        collation.put(node, "153.120");
      }
      set("alpha", "port", "5432", "", 0);
      set("bravo", "port", "5433", "", 0);
    }

    void set(String node, String name, String value, String file, int line) {
      settings
          .get(node)
          .put(
              name,
              Json.mapper()
                  .createObjectNode()
                  .put("name", name)
                  .put("setting", value)
                  .put("reset_val", value)
                  .put("source", "configuration file")
                  .put("sourcefile", file)
                  .put("sourceline", line)
                  .put("context", "sighup"));
    }

    Finding finding(String check, String node) {
      return judge().stream()
          .filter(finding -> finding.check().equals(check) && finding.node().equals(node))
          .findFirst()
          .orElseThrow(() -> new AssertionError("nothing of " + check + "/" + node));
    }

    List<Finding> judge() {
      List<ServerLook> looks = List.of(look("alpha"), look("bravo"));
      return ServerAudit.judge(
          new ServerFacts(
              looks, "alpha", Set.of("replicator", "app"), this::drift, ChecksConfig.standard()),
          NOW);
    }

    private List<SettingChange> drift(PgSettings primary, PgSettings running) {
      if (refused) {
        throw new UnderstudyException(ErrorClass.CONFIGURATION, "wrk_mem", "no such", null, null);
      }
      return drift;
    }

    private ServerLook look(String node) {
      if (silent.equals(node)) {
        return ServerLook.silent(node, node + " could not be asked: refused");
      }
      ArrayNode rows = Json.mapper().createArrayNode();
      settings.get(node).values().forEach(rows::add);
      return new ServerLook(
          node,
          Optional.of(
              new ServerLook.Facts(
                  PgSettings.of(rows),
                  array(transaction.get(node)),
                  array(prepared),
                  array("[{\"datname\":\"shop\",\"age\":" + age + "}]"),
                  array(
                      "[{\"name\":\"shop\",\"recorded_version\":\"%s\",\"actual_version\":\"153.120\"}]"
                          .formatted(recorded)),
                  array("[{\"provider\":\"i\",\"version\":\"%s\"}]".formatted(collation.get(node))),
                  ahead,
                  List.of(new Expiry("CN=" + node, NOW.plus(certificate))),
                  passwords.entrySet().stream()
                      .map(one -> new Expiry(one.getKey(), NOW.plus(one.getValue())))
                      .toList())),
          "");
    }

    private static ArrayNode array(String json) {
      return (ArrayNode) Json.read(json);
    }
  }

  static Stream<Arguments> wrong() {
    String auto = "/var/lib/postgresql/15/main/postgresql.auto.conf";
    return Stream.of(
        one(
            "WARNING settings-drift bravo",
            "work_mem is 65536 on bravo ("
                + auto
                + ":3) and 4096 on alpha (/etc/postgresql/15/main/postgresql.conf:12)",
            s -> s.set("bravo", "work_mem", "65536", auto, 3)),
        one(
            "CRITICAL settings-drift bravo",
            "max_connections is 50",
            s -> s.set("bravo", "max_connections", "50", auto, 3)),
        one(
            "WARNING settings-drift bravo",
            "archive_command differs (" + auto,
            s -> s.set("bravo", "archive_command", "s3 --secret hush", auto, 3)),
        one("UNKNOWN settings-drift bravo", "primary could not be asked", s -> s.silent = "alpha"),
        one("UNKNOWN settings-drift alpha", "refused", s -> s.silent = "alpha"),
        one(
            "WARNING settings-provisioned alpha",
            "work_mem of alpha is 4 MB (/etc/postgresql/15/main/postgresql.conf:12) and should be 8MB",
            s -> s.drift.add(new SettingChange("work_mem", "4 MB", "8MB", false))),
        one("WARNING settings-provisioned alpha", "wrk_mem: no such", s -> s.refused = true),
        one(
            "WARNING pending-restart bravo",
            "restarted for: max_connections",
            s -> s.settings.get("bravo").get("max_connections").put("pending_restart", true)),
        one(
            "CRITICAL collation-versions bravo",
            "bravo sorts by {ICU=74.1}, and alpha by {ICU=153.120}",
            s -> s.collation.put("bravo", "74.1")),
        one(
            "WARNING collation-versions alpha",
            "shop was made with 74.1, now it is 153.120",
            s -> s.recorded = "74.1"),
        one("OK transaction-id-age alpha", "9 %", s -> {}),
        one("WARNING transaction-id-age alpha", "40 % of what there are", s -> s.age = 860_000_000),
        one("CRITICAL transaction-id-age alpha", "76 %", s -> s.age = 1_650_000_000),
        one("OK long-transaction bravo", "open for 59 min", s -> transaction(s, 3599)),
        one(
            "WARNING long-transaction bravo",
            "of joe in shop is open for 60 min (pid 7, idle in transaction)",
            s -> transaction(s, 3600)),
        one("CRITICAL long-transaction bravo", "6 h", s -> transaction(s, 21_600)),
        one(
            "WARNING prepared-transaction alpha",
            "tx1 in shop is prepared for 10 min",
            s -> s.prepared = "[{\"gid\":\"tx1\",\"database\":\"shop\",\"seconds\":600}]"),
        one("OK clock-offset alpha", "1.9 s ahead", s -> s.ahead = Duration.ofMillis(1900)),
        one("WARNING clock-offset alpha", "2.5 s behind", s -> s.ahead = Duration.ofMillis(-2500)),
        one("CRITICAL clock-offset alpha", "60.0 s ahead", s -> s.ahead = Duration.ofMinutes(1)),
        one(
            "WARNING certificate-expiry alpha",
            "(CN=alpha) expires in 20 days",
            s -> s.certificate = Duration.ofDays(20)),
        one(
            "CRITICAL certificate-expiry alpha",
            "expires in 2 days",
            s -> s.certificate = Duration.ofDays(2)),
        one(
            "CRITICAL certificate-expiry alpha",
            "has expired 3 h ago",
            s -> s.certificate = Duration.ofHours(-3)),
        one("OK password-expiry alpha", "no password of a role that is used expires", s -> {}),
        one(
            "OK password-expiry alpha",
            "no password",
            s -> s.passwords.put("intern", Duration.ofHours(1))),
        one(
            "OK password-expiry alpha",
            "of the role app expires in 22 days",
            s -> s.passwords.put("app", Duration.ofDays(22))),
        one(
            "WARNING password-expiry alpha",
            "the password of the role app expires in 20 days",
            s -> s.passwords.put("app", Duration.ofDays(20))),
        one(
            "CRITICAL password-expiry alpha",
            "replicator expires in 2 days",
            s -> {
              s.passwords.put("app", Duration.ofDays(20));
              s.passwords.put("replicator", Duration.ofDays(2));
            }),
        one(
            "CRITICAL password-expiry alpha",
            "has expired 3 h ago",
            s -> s.passwords.put("app", Duration.ofHours(-3))),
        one("UNKNOWN password-expiry alpha", "refused", s -> s.silent = "alpha"));
  }

  private static void transaction(Servers servers, long seconds) {
    servers.transaction.put(
        "bravo",
        ("[{\"pid\":7,\"usename\":\"joe\",\"datname\":\"shop\",\"state\":\"idle in transaction\","
                + "\"seconds\":%d}]")
            .formatted(seconds));
  }

  private static Arguments one(String expected, String words, Consumer<Servers> change) {
    return Arguments.of(expected, words, change);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("wrong")
  void whatIsWrongIsFound(String expected, String words, Consumer<Servers> change) {
    Servers servers = new Servers();
    change.accept(servers);

    String[] parts = expected.split(" ");
    Finding found = servers.finding(parts[1], parts[2]);

    assertThat(found.severity() + " " + found.sentence())
        .startsWith(parts[0])
        .contains(words)
        .doesNotContain("hush");
  }

  @Test
  void serversThatAreWellPassEveryCheck() {
    List<Finding> findings = new Servers().judge();

    assertThat(findings).extracting(Finding::severity).containsOnly(Severity.OK);
    assertThat(findings.stream().map(Finding::check).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(
            CheckId.of(CheckGroup.SERVER).stream().map(CheckId::id).toList());
    assertThat(findings).extracting(f -> f.check() + "/" + f.node()).doesNotHaveDuplicates();
  }

  @Test
  void rolesWithPasswordsThatExpireAreRead() {
    ArrayNode rows = (ArrayNode) Json.read("[{\"rolname\":\"app\",\"until\":1769860800}]");
    assertThat(PasswordExpiry.of(rows)).containsExactly(new Expiry("app", NOW));
  }

  @Test
  void theWayToAHostIsNoOffsetOfItsClock() {
    Duration took = Duration.ofSeconds(4);
    assertThat(ServerLook.ahead(NOW.plusSeconds(4), NOW, took)).isZero();
    assertThat(ServerLook.ahead(NOW, NOW, took)).isZero();
    assertThat(ServerLook.ahead(NOW.plusSeconds(60), NOW, took)).isEqualTo(Duration.ofSeconds(58));
    assertThat(ServerLook.ahead(NOW.minusSeconds(60), NOW, took))
        .isEqualTo(Duration.ofSeconds(-62));
  }

  @Test
  void whatIsNoCertificateIsNone() {
    assertThat(Certificates.of("")).isEmpty();
    assertThat(Certificates.of("-----BEGIN CERTIFICATE-----\nnone\n")).isEmpty();
  }
}
