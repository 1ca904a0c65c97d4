package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A whole life of a cluster in which every name, path, value and password is as bad as can be. */
@OnLab
class HorribleConfigurationIT {
  private static final Path CANARY = Path.of("/tmp/understudy-was-executed");
  private static final String EXECUTED = "$(touch /tmp/understudy-was-executed)";

  /** Debian's own scripts cannot start a cluster whose path holds a quote, a backquote or $. */
  private static final String DATA = "/srv/da ta/-odd  é %n; #(x)&*?[!]{~}|<>";

  private static final String SPACE = "/srv/table space/odd \"x\" é; $x `id` #%n";
  private static final String CLUSTER = "0-_horrible_--" + "x".repeat(26);
  private static final String PRIMARY = "1_-_" + "p".repeat(36);
  private static final String STANDBY = "2-_-" + "s".repeat(36);
  private static final String PASSWORD = "p'w\"\\:*#%41 " + EXECUTED + " é日本 -`id`;--";

  /** Roles and the databases that they may use. */
  private static final Map<String, String> CLIENTS =
      Map.of(
          "o'dd \"r\\ole\" $USER %41 é日本😀",
          "'\";DROP DATABASE \\x -- 😀",
          EXECUTED + "`id`",
          "`touch /tmp/understudy-was-executed`",
          "all",
          "replication",
          "+postgres",
          "@/etc/passwd",
          "/^.*$",
          "sameuser",
          "é".repeat(31) + "x",
          "\tta b\\n #,= " + "x".repeat(50),
          "--help",
          "-c select");

  private static final Map<String, String> SETTINGS =
      Map.of(
          "search_path",
          "\"o'dd \"\"schema\\\", \"$user\", public",
          "log_line_prefix",
          "%m [%p] 'q' \\ \"$x\" `id`\té😀 # ",
          "archive_command",
          "true 'a b' \"%p\" \\\\ # " + EXECUTED.replace("$(", "'$(") + "'",
          "horrible.setting",
          "one\ntwo\r\n\t'\\'' \" $$ `x` #;-- \b " + EXECUTED);

  private static final String CREATE =
      """
      pg_dropcluster --stop 15 main 2>/dev/null
      mkdir -p '/srv/da ta' '/srv/table space' && chown postgres '/srv/da ta' '/srv/table space'
      pg_createcluster 15 o_dd -p 5432 -d "$1" >/dev/null
      """;

  @Test
  void endsStreamingAndIsLeftCleanly(Lab lab) throws IOException {
    lab.fresh("alpha=pg15", "delta=pg15,nocluster");
    Files.deleteIfExists(CANARY);
    prepare(lab);
    try (Product product = new Product(lab, new Site(lab, "alpha"))) {
      product.configure(yaml(lab, product, true));
      writePassword(product);
      refusesTheRoleUntilItIsHandedOver(lab, product);

      product.done("provision", CLUSTER);

      assertStreaming(product);
      assertThat(product.json("plan", CLUSTER).path("changes")).isEmpty();
      assertAsConfigured(lab);
      product.done("remove-node", CLUSTER, STANDBY);
      product.configure(yaml(lab, product, false));
      product.done("detach", CLUSTER);
      assertLeft(lab);
    }
  }

  private static void prepare(Lab lab) {
    lab.exec("alpha", CREATE + "systemctl start postgresql@15-o_dd", DATA);
    lab.exec("delta", CREATE, DATA);
    lab.exec("alpha", "install -o postgres -g postgres -m 700 -d \"$1\"", SPACE);
    lab.sql("alpha", "CREATE ROLE replicator LOGIN SUPERUSER");
    String space = "CREATE TABLESPACE " + identifier("o'dd \"x\"") + " LOCATION ";
    lab.sql("alpha", space + literal(SPACE));
    lab.sql(
        "alpha", "CREATE TABLE t TABLESPACE " + identifier("o'dd \"x\"") + " AS SELECT 42 AS n");
    CLIENTS.forEach(
        (role, database) -> {
          lab.sql(
              "alpha", "CREATE ROLE " + identifier(role) + " LOGIN PASSWORD " + literal(PASSWORD));
          lab.sql("alpha", "CREATE DATABASE " + identifier(database));
        });
  }

  private static void writePassword(Product product) throws IOException {
    Path directory = data(product).resolve("secrets").resolve(CLUSTER);
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path file = directory.resolve("replicator");
    Files.writeString(file, PASSWORD + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static Path data(Product product) {
    return product.directory().resolve("va r 'x' \"y\" -`id` é #%n");
  }

  private static void refusesTheRoleUntilItIsHandedOver(Lab lab, Product product) {
    Outcome refused = product.run("provision", CLUSTER);
    assertThat(refused.exit()).as(refused.toString()).isEqualTo(1);
    assertThat(refused.all())
        .contains("the role replicator exists and was not made by Understudy (superuser")
        .contains("COMMENT ON ROLE replicator IS 'managed by Understudy'");
    String attributes =
        "SELECT rolsuper, rolreplication FROM pg_authid WHERE rolname = 'replicator'";
    assertThat(lab.sql("alpha", attributes)).isEqualTo("t|f");
    lab.sql("alpha", "COMMENT ON ROLE replicator IS 'managed by Understudy'");
  }

  private static void assertStreaming(Product product) {
    JsonNode status = product.json("status", CLUSTER);
    assertThat(status.path("primary").asText()).isEqualTo(PRIMARY);
    assertThat(status.path("nodes").findValuesAsText("state"))
        .containsExactly("running", "streaming");
  }

  private static void assertAsConfigured(Lab lab) {
    for (String host : List.of("alpha", "delta")) {
      SETTINGS.forEach(
          (name, value) -> {
            String same = "SELECT current_setting(" + literal(name) + ") = " + literal(value);
            assertThat(lab.sql(host, same)).as(name + " on " + host).isEqualTo("t");
          });
      CLIENTS.forEach(
          (role, database) ->
              assertThat(login(lab, host, role, database)).isEqualTo(role + "|" + database));
    }
    assertThat(lab.sql("delta", "SELECT n FROM t")).isEqualTo("42");
    String role = "SELECT rolsuper, rolreplication FROM pg_authid WHERE rolname = 'replicator'";
    assertThat(lab.sql("alpha", role)).isEqualTo("f|t");
    assertNothingExecuted(lab);
  }

  /** A login over the network, from the other host. */
  private static String login(Lab lab, String host, String role, String database) {
    return lab.exec(
        host.equals("alpha") ? "delta" : "alpha",
        """
        PGPASSWORD=$1 PGHOST=$2 PGUSER=$3 PGDATABASE=$4 PGSSLMODE=require PGAPPNAME=$3 \
          psql -wXAtqc 'SELECT current_user, current_database()'
        """,
        PASSWORD,
        lab.ip(host),
        role,
        database);
  }

  private static void assertNothingExecuted(Lab lab) {
    assertThat(CANARY).doesNotExist();
    for (String host : List.of("alpha", "delta")) {
      assertThat(lab.exec(host, "ls " + CANARY + " 2>/dev/null || true")).isEmpty();
    }
  }

  private static void assertLeft(Lab lab) {
    for (String host : List.of("alpha", "delta")) {
      assertThat(lab.sql(host, "SELECT pg_is_in_recovery()"))
          .isEqualTo(host.equals("alpha") ? "f" : "t");
      HostImage image = HostImage.of(lab, host);
      for (String place : List.of("state guard", "state jobs", "state run")) {
        assertThat(image.fact(host + ": " + place)).as(place + " on " + host).isEmpty();
      }
      assertThat(image.fact(host + ": names").lines())
          .as("only what was moved aside is kept on " + host)
          .allMatch(
              name ->
                  name.startsWith(DATA + ".understudy-")
                      || name.endsWith("/00-left-by-understudy.conf"));
    }
    assertNothingExecuted(lab);
  }

  private static String yaml(Lab lab, Product product, boolean standby) throws IOException {
    Path identity = product.directory().resolve("i d 'e' \"n\" `id` é");
    Path known = product.directory().resolve("known 'h' \"o\" é");
    if (!Files.exists(identity)) {
      Files.copy(lab.identity(), identity);
      Files.setPosixFilePermissions(identity, PosixFilePermissions.fromString("rw-------"));
      Files.copy(lab.knownHosts(), known);
    }
    Map<String, Object> nodes = new LinkedHashMap<>();
    nodes.put(PRIMARY, Map.of("host", lab.ip("alpha"), "tags", Map.of("t' \"", EXECUTED)));
    if (standby) {
      nodes.put(STANDBY, Map.of("host", lab.ip("delta")));
    }
    String network = lab.controllerAddress().replaceFirst("[0-9]+$", "0/24");
    List<Map<String, String>> clients =
        CLIENTS.entrySet().stream()
            .map(c -> Map.of("user", c.getKey(), "database", c.getValue(), "from", network))
            .toList();
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("postgresql", 15);
    cluster.put("primary", PRIMARY);
    cluster.put("nodes", nodes);
    cluster.put("restart_primary", "allow");
    cluster.put("service_address", lab.controllerAddress());
    cluster.put("settings", SETTINGS);
    cluster.put("clients", clients);
    Map<String, String> ssh =
        Map.of("user", "admin", "identity", identity.toString(), "known_hosts", known.toString());
    // JSON is YAML.
    return Json.write(
        Map.of("data", data(product).toString(), "ssh", ssh, "clusters", Map.of(CLUSTER, cluster)));
  }

  private static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String literal(String text) {
    return "E'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
