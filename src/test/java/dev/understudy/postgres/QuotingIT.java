package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.understudy.common.Json;
import dev.understudy.common.Shell;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What each quoting function writes is read back unchanged by the program that it is for. */
class QuotingIT {
  private static final int TRIES = 12;
  private static TestServer server;

  @BeforeContainer
  static void start() {
    server = TestServer.start();
  }

  @AfterContainer
  static void stop() {
    server.close();
  }

  @Provide
  Arbitrary<List<String>> manyTexts() {
    return HostileTexts.texts().list().ofSize(40);
  }

  @Provide
  Arbitrary<List<String>> manyLines() {
    return HostileTexts.lines().list().ofSize(40);
  }

  @Provide
  Arbitrary<List<String>> manyNames() {
    return HostileTexts.names().list().uniqueElements().ofSize(40);
  }

  @Provide
  Arbitrary<String> names() {
    return HostileTexts.names();
  }

  @Provide
  Arbitrary<String> passwords() {
    return Arbitraries.oneOf(HostileTexts.lines(), Arbitraries.of("*", "#x", "a:b\\", "'\\"));
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void literalsAreReadBack(@ForAll("manyTexts") List<String> values) {
    for (String standard : List.of("on", "off")) {
      String array = values.stream().map(Sql::literal).collect(Collectors.joining(", "));
      String out =
          server
              .psql()
              .execute(
                  "read back",
                  "SET standard_conforming_strings = "
                      + standard
                      + "; SET escape_string_warning = off; SELECT array_to_json(ARRAY["
                      + array
                      + "]);",
                  TestServer.FENCE);
      assertThat(texts(Json.read(out))).isEqualTo(values);
    }
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void identifiersAreReadBack(@ForAll("manyNames") List<String> names) {
    String columns =
        names.stream().map(n -> "1 AS " + Sql.identifier(n)).collect(Collectors.joining(", "));
    List<String> read = new ArrayList<>();
    server.psql().row("SELECT " + columns).fieldNames().forEachRemaining(read::add);
    assertThat(read).isEqualTo(names);
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void valuesOfConfigurationFilesAreReadBack(@ForAll("manyTexts") List<String> values) {
    String content =
        IntStream.range(0, values.size())
            .mapToObj(i -> ConfValue.line("test.value_" + i, values.get(i)))
            .collect(Collectors.joining());
    server.write(server.cluster().confDirectory() + "/50-quoting.conf", content);
    List<FileSetting> read =
        FileSetting.list(server.psql().query(FileSetting.SELECT)).stream()
            .filter(setting -> setting.file().endsWith("/50-quoting.conf"))
            .toList();
    assertThat(read).extracting(FileSetting::error).containsOnly("");
    assertThat(read).extracting(FileSetting::value).isEqualTo(values);
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void tokensOfHostRulesAreReadBack(@ForAll("manyNames") List<String> names) {
    String content =
        names.stream()
            .map(HbaToken::quote)
            .map(token -> "host " + token + " " + token + " 10.0.0.1/32 scram-sha-256\n")
            .collect(Collectors.joining());
    server.write(server.cluster().hbaFile(), "local all all peer\n" + content);
    ArrayNode rules = server.psql().query(server.sql().hbaRules());
    assertThat(rules).hasSize(names.size() + 1).allMatch(row -> row.path("error").isNull());
    for (int i = 0; i < names.size(); i++) {
      assertThat(texts(rules.get(i + 1).path("databases"))).containsExactly(names.get(i));
      assertThat(texts(rules.get(i + 1).path("roles"))).containsExactly(names.get(i));
    }
  }

  /** A database, a role and a password with such texts, through every format on the way in. */
  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void aLoginWithHostileNamesAndPasswordWorks(
      @ForAll("names") String role,
      @ForAll("names") String database,
      @ForAll("passwords") String p) {
    Secret password = new Secret(p);
    Psql psql = server.psql();
    String made =
        "CREATE ROLE "
            + Sql.identifier(role)
            + " LOGIN PASSWORD "
            + Sql.literal(verifier(password).reveal())
            + ";\n"
            + "CREATE DATABASE "
            + Sql.identifier(database)
            + " TEMPLATE template0;\n";
    psql.executeSecret("make them", made, TestServer.FENCE);
    try {
      server.write(
          server.cluster().hbaFile(),
          "local all all peer\nhost "
              + HbaToken.name(server.dialect(), database)
              + " "
              + HbaToken.name(server.dialect(), role)
              + " 127.0.0.1/32 scram-sha-256\n");
      psql.execute("reload", server.sql().reload(), TestServer.FENCE);
      Eventually.that("the rules are read", () -> login(role, database, password).ok());
      assertThat(login(role, database, password).stdout()).isEqualTo(database + "\n");
      assertThat(loginByUri(role, database).stdout()).isEqualTo(database + "\n");
      assertThat(psql.onDatabase(database).row("SELECT current_database() AS n").path("n").asText())
          .isEqualTo(database);
    } finally {
      psql.execute(
          "drop them",
          "DROP DATABASE " + Sql.identifier(database) + "; DROP ROLE " + Sql.identifier(role) + ";",
          TestServer.FENCE);
    }
  }

  /** Ours where we make one, else the server's own. */
  private static Secret verifier(Secret password) {
    try {
      return ScramVerifier.of(password, new SecureRandom());
    } catch (UnderstudyException e) {
      return password;
    }
  }

  private static CommandResult login(String role, String database, Secret password) {
    int port = server.cluster().port();
    String file = server.path("it's a: pass\\file").toString();
    server.write(
        file,
        PassFile.line("127.0.0.1", port, database + "x", role, new Secret("wrong"))
            + PassFile.line("127.0.0.1", port, database, role + "x", new Secret("wrong"))
            + PassFile.line("127.0.0.1", port, database, role, password));
    Conninfo conninfo =
        Conninfo.empty()
            .with("host", "127.0.0.1")
            .with("port", Integer.toString(port))
            .with("user", role)
            .with("dbname", database)
            .with("passfile", file);
    return psql("", conninfo.toString());
  }

  private static CommandResult loginByUri(String role, String database) {
    List<ConnectionUri.Endpoint> endpoints =
        List.of(
            new ConnectionUri.Endpoint("127.0.0.1", 1),
            new ConnectionUri.Endpoint("127.0.0.1", server.cluster().port()));
    String file = server.path("it's a: pass\\file").toString();
    return psql(
        "PGPASSFILE=" + Shell.quote(file) + " ",
        ConnectionUri.libpq(endpoints, role, database, "prefer"));
  }

  private static CommandResult psql(String environment, String connection) {
    return server
        .host()
        .run(
            Command.script(
                    "cd / && "
                        + environment
                        + Shell.words(
                            "psql", "-XAtqw", "-d", connection, "-c", "SELECT current_database()"))
                .as(TestServer.OWNER));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }
}
