package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/configuration.md says is true. */
class DocumentationTest {
  private static final Path PAGE = Path.of("docs/configuration.md");

  @TempDir Path directory;

  @Test
  void theWholeExampleLoads() throws IOException {
    String text = Files.readString(PAGE);
    int begin = text.indexOf("```yaml\n") + "```yaml\n".length();
    Path file = directory.resolve("understudy.yaml");
    Files.writeString(file, text.substring(begin, text.indexOf("```", begin)));

    Configuration configuration = new ConfigurationReader(Map.of(), directory).read(file);

    ClusterConfig cluster = configuration.clusters().get("orders");
    assertThat(cluster.nodes().get("charlie").sshUser()).contains("operator");
    assertThat(cluster.baseBackup().maxRate()).hasValue(50L << 20);
    assertThat(cluster.failover().byLease()).isTrue();
  }

  @Test
  void everyKeyThatAnErrorOffersIsDescribed() throws IOException {
    String page = Files.readString(PAGE);
    Path file = directory.resolve("wrong.yaml");
    Files.writeString(
        file,
        """
        x: 1
        ssh: { x: 1 }
        service: { x: 1, tls: { x: 1 } }
        retention: { x: 1 }
        clusters:
          a:
            x: 1
            nodes: { b: { x: 1, ec2: { x: 1 } }, c: { ec2: { x: 1, image: y } } }
            ec2: { x: 1 }
            replication: { x: 1 }
            base_backup: { x: 1 }
            archive:
              x: 1
              repository: { x: 1, s3: { x: 1 } }
              backups: { x: 1 }
              restore_drill: { x: 1 }
            clients: [{ x: 1 }]
            failover: { x: 1, hooks: { x: 1 }, fencing: [{ x: 1 }] }
        """);
    ConfigurationReader reader = new ConfigurationReader(Map.of(), directory);

    ConfigurationException thrown =
        catchThrowableOfType(ConfigurationException.class, () -> reader.read(file));

    List<String> keys =
        thrown.problems().stream()
            .map(ConfigurationProblem::text)
            .filter(text -> text.startsWith("unknown key"))
            .flatMap(text -> Arrays.stream(text.split("; expected ")[1].split(", (or )?")))
            .map(key -> key.replace("'", ""))
            .toList();
    assertThat(keys).hasSizeGreaterThan(45);
    assertThat(keys).allSatisfy(key -> assertThat(page).containsPattern("[`.]" + key + "[`.]"));
  }
}
