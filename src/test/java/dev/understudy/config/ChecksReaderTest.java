package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksReaderTest {
  @TempDir Path directory;

  private Configuration read(String all, String orders) throws IOException {
    Path file = directory.resolve("understudy.yaml");
    Files.writeString(
        file,
        """
        ssh: { user: admin }
        checks: { %s }
        clusters:
          orders:
            postgresql: 15
            primary: alpha
            nodes: { alpha: { host: 10.0.0.1 } }
            checks: { %s }
          stock:
            postgresql: 15
            primary: bravo
            nodes: { bravo: { host: 10.0.0.2 } }
        """
            .formatted(all, orders));
    return new ConfigurationReader(Map.of(), directory).read(file);
  }

  private static CheckConfig drift(Configuration configuration, String cluster) {
    return configuration.clusters().get(cluster).checks().of(CheckId.BASE_BACKUP_DRIFT);
  }

  @Test
  void aClusterOverridesWhatHoldsForAll() throws IOException {
    Configuration read =
        read(
            "base-backup-drift: { warning: 10h, critical: 20h, every: 5min }",
            "base-backup-drift: { critical: 30h }");

    assertThat(drift(read, "stock").critical()).contains(Duration.ofHours(20));
    assertThat(drift(read, "orders"))
        .isEqualTo(
            new CheckConfig(
                Optional.of(Duration.ofHours(10)),
                Optional.of(Duration.ofHours(30)),
                Duration.ofMinutes(5)));
  }

  @Test
  void withoutAWordTheStandardHolds() throws IOException {
    assertThat(drift(read("", ""), "orders")).isEqualTo(CheckId.BASE_BACKUP_DRIFT.standard());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "base-backup-drift: { warning: 60h } | critical comes before the warning",
        "archive-backlog: { critical: 30h } | no more than the warning",
        "base-backup-drift: { warning: soon } | a time such as 90s",
        "archive-gaps: { warning: 1h } | unknown key 'clusters.orders.checks.archive-gaps.warning'",
        "archive-gap: { every: 1h } | expected 'archive-gaps'",
        "archive-gaps: soon | a mapping",
        "disk-space: { warning: 101% } | a share such as 80%",
        "replication-lag: { warning: 16min } | a size such as 16MiB",
        "archive-gaps: { every: 1ms } | a time of at least 1s",
        "archive-gaps: { schedule: daily } | a schedule of second, minute",
        "archive-gaps: { every: 1h, schedule: \"0 0 3 * * ?\" } | stands beside every",
      })
  void mistakesAreNamed(String orders, String complaint) {
    ConfigurationException refused =
        catchThrowableOfType(ConfigurationException.class, () -> read("", orders));
    assertThat(refused).hasMessageContaining(complaint);
  }

  @Test
  void everyCheckIsDescribed() throws IOException {
    String page = Files.readString(Path.of("docs/configuration.md"));
    assertThat(CheckId.values())
        .allSatisfy(
            check ->
                assertThat(page)
                    .containsPattern(
                        "\\| `%s` \\|[^|]*\\|[^|]*\\| `%s` \\| %d/%d \\|"
                            .formatted(
                                check.id(),
                                words(check.standard().every()),
                                check.looks().toOpen(),
                                check.looks().toClose())));
  }

  private static String words(Duration time) {
    if (time.toHours() > 0) {
      return time.toHours() + "h";
    }
    return time.toMinutes() > 0 ? time.toMinutes() + "min" : time.toSeconds() + "s";
  }

  @Test
  void limitsAreInTheUnitOfTheirCheck() throws IOException {
    ChecksConfig checks =
        read(
                "replication-lag: { warning: 1GiB, critical: 2GiB }",
                "disk-space: { warning: 70% }, replication-lag: { warning: 512MiB }")
            .clusters()
            .get("orders")
            .checks();
    assertThat(checks.of(CheckId.REPLICATION_LAG).warningAt()).hasValue(512L << 20);
    assertThat(checks.of(CheckId.REPLICATION_LAG).criticalAt()).hasValue(2L << 30);
    assertThat(checks.of(CheckId.DISK_SPACE).warningAt()).hasValue(70);
    assertThat(checks.of(CheckId.DISK_SPACE).criticalAt()).hasValue(95);
  }
}
