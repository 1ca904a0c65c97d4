package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.config.BaseBackupConfig.Checkpoint;
import dev.understudy.config.ClusterConfig.RestartPrimary;
import dev.understudy.config.ClusterConfig.TlsMode;
import dev.understudy.config.ReplicationConfig.Mode;
import dev.understudy.config.SshConfig.UnknownHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationReaderTest {
  private static final Path HOME = Path.of("/home/somebody");
  private static final String SMALL =
      """
      ssh: { user: admin }
      clusters:
        orders:
          postgresql: 9.6
          primary: alpha
          nodes:
            alpha: { host: 10.0.0.1 }
      """;

  @TempDir Path directory;

  private Configuration read(String text, Map<String, String> environment) throws IOException {
    Path file = directory.resolve("understudy.yaml");
    Files.writeString(file, text);
    return new ConfigurationReader(environment, HOME).read(file);
  }

  @Test
  void theDocumentedExampleIsReadValueForValue() {
    Path file = Path.of("src/test/resources/dev/understudy/config/example.yaml");

    Configuration configuration = new ConfigurationReader(Map.of(), HOME).read(file);

    assertThat(configuration.file()).isEqualTo(file.toAbsolutePath());
    assertThat(configuration.data()).isEqualTo(file.toAbsolutePath().resolveSibling("var"));
    assertThat(configuration.ssh())
        .isEqualTo(
            new SshConfig(
                "admin",
                Path.of("/home/somebody/.ssh/id_ed25519"),
                Path.of("/home/somebody/.ssh/known_hosts"),
                UnknownHosts.REFUSE));
    assertThat(configuration.clusters()).containsOnlyKeys("orders");
    assertThat(configuration.clusters().get("orders"))
        .isEqualTo(
            new ClusterConfig(
                "orders",
                "15",
                5432,
                "alpha",
                Map.of(
                    "alpha", node("alpha", "10.77.0.11"),
                    "bravo", node("bravo", "10.77.0.12"),
                    "charlie", node("charlie", "10.77.0.13")),
                Optional.of("10.77.0.1"),
                RestartPrimary.REFUSE,
                TlsMode.REQUIRE,
                Map.of("work_mem", "8MB"),
                new ReplicationConfig(Mode.ASYNC, 10L << 30),
                new BaseBackupConfig(OptionalLong.empty(), Checkpoint.FAST),
                ArchiveConfig.none(),
                List.of(new ClientConfig("app", "app", "10.77.0.0/24")),
                FailoverConfig.standard(),
                ChecksConfig.standard()));
  }

  private static NodeConfig node(String name, String host) {
    return new NodeConfig(
        name, host, 22, Optional.empty(), 100, Map.of(), OptionalInt.empty(), Optional.empty());
  }

  @Test
  void theTemplateForNewUsersLoads() throws IOException {
    Configuration configuration = read(ConfigurationTemplate.text(), Map.of());

    assertThat(configuration.clusters().get("orders").nodes()).containsKeys("alpha", "bravo");
  }

  @Test
  void theTemplateWithItsCommentedKeysLoadsToo() throws IOException {
    String all =
        ConfigurationTemplate.text()
            .lines()
            .map(line -> line.replaceFirst("^( +)# (  )?([a-z_-]+:|- \\{)", "$1$2$3"))
            .reduce("", (text, line) -> text + line + "\n");

    ClusterConfig cluster = read(all, Map.of()).clusters().get("orders");

    assertThat(cluster.clients()).hasSize(1);
    assertThat(cluster.nodes().get("charlie").standbyFrom()).contains("bravo");
    assertThat(cluster.settings()).containsEntry("work_mem", "8MB");
    assertThat(cluster.serviceAddress()).contains("192.0.2.1");
  }

  @Test
  void whatIsLeftOutHasDefaults() throws IOException {
    Configuration configuration = read(SMALL, Map.of());

    ClusterConfig cluster = configuration.clusters().get("orders");
    assertThat(configuration.data()).isEqualTo(directory.resolve("var"));
    assertThat(configuration.ssh().unknownHosts()).isEqualTo(UnknownHosts.REFUSE);
    assertThat(configuration.ssh().identity()).isEqualTo(HOME.resolve(".ssh/id_ed25519"));
    assertThat(cluster.postgresql()).isEqualTo("9.6");
    assertThat(cluster.port()).isEqualTo(5432);
    assertThat(cluster.tls()).isEqualTo(TlsMode.REQUIRE);
    assertThat(cluster.restartPrimary()).isEqualTo(RestartPrimary.REFUSE);
    assertThat(cluster.replication()).isEqualTo(new ReplicationConfig(Mode.ASYNC, 10L << 30));
    assertThat(cluster.serviceAddress()).isEmpty();
    assertThat(cluster.nodes().get("alpha")).isEqualTo(node("alpha", "10.0.0.1"));
  }

  @Test
  void settingsKeepTheirTextAndLoseTheirCase() throws IOException {
    ClusterConfig cluster =
        read(
                SMALL + "    settings: { FSYNC: on, random_page_cost: 1.10, a.b: 'it''s' }\n",
                Map.of())
            .clusters()
            .get("orders");

    assertThat(cluster.settings())
        .containsExactly(
            Map.entry("fsync", "on"),
            Map.entry("random_page_cost", "1.10"),
            Map.entry("a.b", "it's"));
  }

  @Test
  void valuesComeFromTheEnvironmentAndFilesAndAreMasked() throws IOException {
    Files.writeString(directory.resolve("secret"), "s3cret value\n");
    String text =
        SMALL
            + "    settings: { a.b: \"x ${env:TOKEN} y\", c.d: \"${file:secret}\", e.f: '$${env:N}' }\n";

    Configuration configuration = read(text, Map.of("TOKEN", "abc$1def"));

    assertThat(configuration.clusters().get("orders").settings())
        .containsEntry("a.b", "x abc$1def y")
        .containsEntry("c.d", "s3cret value")
        .containsEntry("e.f", "${env:N}");
    assertThat(configuration.toString())
        .contains("x ****** y")
        .doesNotContain("abc$1def", "s3cret value");
    assertThat(configuration.secrets().toString()).isEqualTo("2 secrets");
  }

  @Test
  void aShortSecretIsMaskedAsAWholeWord() {
    Secrets secrets = Secrets.of(List.of("5"));

    assertThat(secrets.mask("port 5432, password 5.")).isEqualTo("port 5432, password ******.");
  }

  @Test
  void aMissingFileIsOneLineWithARemedy() {
    ConfigurationReader reader = new ConfigurationReader(Map.of(), HOME);

    assertThatThrownBy(() -> reader.read(directory.resolve("none.yaml")))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.subject()).endsWith("none.yaml");
              assertThat(e.remedy()).contains("understudy init");
            });
  }
}
