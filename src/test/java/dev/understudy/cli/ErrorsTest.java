package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Json;
import dev.understudy.common.UnderstudyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void cli() throws IOException {
    cli = new Cli(directory);
  }

  private static UnderstudyException error(ErrorClass errorClass) {
    return new UnderstudyException(errorClass, "bravo", "it is off", "switch it on", null);
  }

  @ParameterizedTest
  @CsvSource({"CONNECTION, 1", "PRECONDITION, 1", "UNKNOWN, 1", "USAGE, 64", "CONFIGURATION, 78"})
  void theClassDecidesTheExitCode(ErrorClass errorClass, int code) {
    cli.understudy.failure = error(errorClass);

    assertThat(cli.run("status", "orders")).isEqualTo(code);

    assertThat(cli.err()).isEqualTo("error: bravo: it is off\nremedy: switch it on\n");
    assertThat(cli.out()).isEmpty();
    assertThat(cli.understudy.closed).isEqualTo(1);
  }

  @Test
  void inJsonTheErrorIsAnObjectOnStandardOutput() {
    cli.understudy.failure = error(ErrorClass.HOST_KEY);

    assertThat(cli.run("status", "orders", "--json")).isEqualTo(1);

    assertThat(Json.read(cli.out()))
        .isEqualTo(
            Json.read(
                """
                {"class":"host key","subject":"bravo","message":"it is off",
                 "remedy":"switch it on"}
                """));
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void repeatsNoSecretOfTheConfiguration() throws IOException {
    Path password = Files.writeString(directory.resolve("password"), "s3cr3t-Pa55\n");
    Files.writeString(
        cli.file,
        Files.readString(cli.file)
            .replace(
                "    primary: alpha\n    nodes: { alpha: { host: 10.0.0.1 }",
                "    primary: alpha\n    settings: { log_line_prefix: \"${file:"
                    + password
                    + "}\" }\n    nodes: { alpha: { host: 10.0.0.1 }"));
    cli.understudy.failure =
        new UnderstudyException(
            ErrorClass.UNKNOWN, "bravo", "said: s3cr3t-Pa55", "not s3cr3t-Pa55", null);

    assertThat(cli.run("status", "orders", "-v")).isEqualTo(1);

    assertThat(cli.err() + cli.out()).contains("said: ******").doesNotContain("s3cr3t");
  }

  @Test
  void anUnexpectedErrorShowsItsTraceOnlyWhenAsked() {
    cli.understudy.failure = new IllegalStateException("odd");

    assertThat(cli.run("status", "orders")).isEqualTo(1);
    assertThat(cli.err()).contains("odd").doesNotContain("\tat ");

    assertThat(cli.run("status", "orders", "-v")).isEqualTo(1);
    assertThat(cli.err()).contains("odd").contains("\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plna orders",
        "plan",
        "plan orders bravo",
        "status orders --jsno",
        "run",
        "run show",
        "run skip 4f2a verify",
        "run skip 4f2a --reason x",
        "remove-node orders",
        "copy-anew orders bravo",
        "switchover orders --to bravo",
        "switchover orders",
        "provision ordes"
      })
  void wrongUsageExitsWith64AndALineOnStandardError(String words) {
    String[] args = words.isEmpty() ? new String[0] : words.split(" ");

    assertThat(cli.run(args)).isEqualTo(64);

    assertThat(cli.err()).startsWith("error: ").contains("remedy: ").doesNotContain("\tat ");
    assertThat(cli.out()).isEmpty();
    assertThat(cli.understudy.asked).isEmpty();
  }

  @Test
  void wrongUsageInJsonIsAnObject() {
    assertThat(cli.run("plan", "--json")).isEqualTo(64);

    JsonNode json = Json.read(cli.out());
    assertThat(json.get("class").asText()).isEqualTo("usage");
    assertThat(json.get("subject").asText()).isEqualTo("understudy plan");
  }

  @Test
  void anUnknownClusterNamesThoseThereAre() {
    assertThat(cli.run("plan", "ordres")).isEqualTo(64);

    assertThat(cli.err())
        .contains("error: ordres: there is no such cluster in " + cli.file)
        .contains("remedy: name one of: orders, stock");
    assertThat(cli.opened).isZero();
  }

  @Test
  void everyProblemOfAConfigurationIsALineWithItsPlace() throws IOException {
    Files.writeString(cli.file, "data: [a]\nsssh: {}\nclusters: 5\n");

    assertThat(cli.run("status", "orders")).isEqualTo(78);

    assertThat(cli.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("error: " + cli.file + ":1:1: ssh.user is missing"),
            line -> assertThat(line).startsWith("error: " + cli.file + ":1:7: data is a list"),
            line -> assertThat(line).startsWith("error: " + cli.file + ":2:1: unknown key 'sssh'"),
            line -> assertThat(line).startsWith("error: " + cli.file + ":3:11: clusters is '5'"),
            line -> assertThat(line).startsWith("remedy: "));
  }

  @Test
  void aMissingConfigurationExitsWith78() throws IOException {
    Files.delete(cli.file);
    assertThat(cli.run("status", "orders")).isEqualTo(78);
    assertThat(cli.err()).contains("remedy: ").contains("understudy init");

    assertThat(cli.run("status", "orders", "--config", "/no/such")).isEqualTo(78);
    assertThat(cli.err()).contains("error: /no/such: ");
  }
}
