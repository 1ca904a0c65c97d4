package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.ClusterConfig;
import dev.understudy.config.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnsupportedChecksTest {
  @TempDir Path directory;

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "archive: { kind: none } | ''",
        "replication: { mode: async } | ''",
        "replication: { mode: sync } | ''",
        "replication: { mode: sync }; settings: { synchronous_commit: remote_apply } | ''",
        "replication: { mode: sync }; settings: { synchronous_commit: local }"
            + " | with mode: sync commits have to wait, and synchronous_commit is local",
        "archive: { kind: directory, repository: { path: /srv } }"
            + " | an archive of the kind directory needs another host that takes the WAL",
        "archive: { kind: command, archive_command: a, restore_command: r }" + " | ''",
        "archive: { kind: pgbackrest, repository: { path: /srv } } | ''",
      })
  void whatIsReadAndNotDoneIsRefused(String section, String problem) throws IOException {
    assertThat(UnsupportedChecks.of(cluster(section), "alpha"))
        .extracting(Problem::message)
        .isEqualTo(problem.isEmpty() ? List.of() : List.of(problem));
  }

  private ClusterConfig cluster(String section) throws IOException {
    Path file = directory.resolve("understudy.yaml");
    Files.writeString(
        file,
        """
        ssh: { user: admin }
        clusters:
          orders:
            postgresql: 15
            primary: alpha
            nodes: { alpha: { host: 10.0.0.1 } }
        """
            + section.replace("; ", "\n").indent(4));
    return new ConfigurationReader(Map.of(), directory).read(file).clusters().get("orders");
  }
}
