package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.ArchiveConfig.Backups;
import dev.understudy.config.ArchiveConfig.Commands;
import dev.understudy.config.ArchiveConfig.Kind;
import dev.understudy.config.ArchiveConfig.RestoreDrill;
import dev.understudy.config.RepositoryConfig.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveReaderTest {
  @TempDir Path directory;

  private Configuration configuration(String archive) throws IOException {
    Path file = directory.resolve("understudy.yaml");
    Files.writeString(
        file,
        """
        ssh: { user: admin }
        clusters:
          orders:
            postgresql: 15
            primary: alpha
            nodes: { alpha: { host: 10.0.0.1 }, bravo: { host: 10.0.0.2 } }
        """
            + archive.indent(4));
    return new ConfigurationReader(Map.of("KEY", "AKIAKEY", "SECRET", "s3cr3t/+="), directory)
        .read(file);
  }

  private ArchiveConfig read(String archive) throws IOException {
    return configuration(archive).clusters().get("orders").archive();
  }

  @Test
  void withoutASectionThereIsNoArchive() throws IOException {
    assertThat(read("")).isEqualTo(ArchiveConfig.none());
    assertThat(read("archive: { kind: none }")).isEqualTo(ArchiveConfig.none());
  }

  @Test
  void everythingIsReadValueForValue() throws IOException {
    assertThat(
            read(
                """
                archive:
                  kind: pgbackrest
                  repository:
                    s3:
                      bucket: orders-wal
                      prefix: /prod/
                      region: eu-west-1
                      endpoint: "s3.example.com:443"
                      path_style: true
                      ca_file: ./ca.pem
                      verify_tls: false
                      access_key: "${env:KEY}"
                      secret_key: "${env:SECRET}"
                  archive_timeout: 2min
                  cipher: pass phrase
                  backups: { full: "0 0 1 ? * sun", incremental: "0 0 1 ? * MON-SAT", keep_full: 4 }
                  restore_drill: { schedule: "0 0 5 ? * SUN", on: bravo }
                """))
        .isEqualTo(
            new ArchiveConfig(
                Kind.PGBACKREST,
                Optional.of(
                    new RepositoryConfig.S3(
                        "orders-wal",
                        "prod",
                        "eu-west-1",
                        Optional.of("s3.example.com:443"),
                        true,
                        Optional.of(directory.resolve("ca.pem")),
                        false,
                        Optional.of(new Keys(new Hidden("AKIAKEY"), new Hidden("s3cr3t/+="))))),
                Duration.ofMinutes(2),
                Optional.of(new Hidden("pass phrase")),
                new Backups(
                    Optional.of("0 0 1 ? * SUN"),
                    Optional.of("0 0 1 ? * MON-SAT"),
                    OptionalInt.of(4)),
                Optional.of(new RestoreDrill("0 0 5 ? * SUN", "bravo", List.of())),
                Optional.empty()));
  }

  @Test
  void aDrillAsksItsQuestions() throws IOException {
    ArchiveConfig archive =
        read(
            """
            archive:
              kind: pgbackrest
              repository: { path: /srv/wal }
              restore_drill:
                schedule: "0 0 5 ? * SUN"
                on: bravo
                queries:
                  - { database: shop, sql: SELECT count(*) > 0 FROM invoices }
                  - { sql: SELECT true }
            """);
    assertThat(archive.restoreDrill().orElseThrow().queries())
        .containsExactly(
            new ArchiveConfig.ProbeQuery("shop", "SELECT count(*) > 0 FROM invoices"),
            new ArchiveConfig.ProbeQuery("postgres", "SELECT true"));
  }

  @Test
  void aBucketMayBeOpenedByTheSurroundings() throws IOException {
    ArchiveConfig archive =
        read(
            """
            archive:
              kind: pgbackrest
              repository: { s3: { bucket: orders-wal, region: eu-west-1, key_type: auto } }
            """);
    assertThat(archive.repository())
        .contains(
            new RepositoryConfig.S3(
                "orders-wal",
                "",
                "eu-west-1",
                Optional.empty(),
                false,
                Optional.empty(),
                true,
                Optional.empty()));
    assertThat(archive.archiveTimeout()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void directoryAndCommandNeedLess() throws IOException {
    assertThat(read("archive: { kind: directory, repository: { path: /srv/wal } }").repository())
        .contains(new RepositoryConfig.Directory("/srv/wal"));
    assertThat(
            read("""
                    archive:
                      kind: command
                      archive_command: envdir /etc/wal-e.d/env wal-e wal-push %p
                      restore_command: envdir /etc/wal-e.d/env wal-e wal-fetch "%f" "%p"
                    """)
                .commands())
        .contains(
            new Commands(
                "envdir /etc/wal-e.d/env wal-e wal-push %p",
                "envdir /etc/wal-e.d/env wal-e wal-fetch \"%f\" \"%p\""));
  }

  @Test
  void secretsAreMaskedAlsoWhenTheyStandInTheFile() throws IOException {
    Configuration configuration =
        configuration(
            """
            archive:
              kind: pgbackrest
              cipher: a phrase in the open
              repository: { s3: { bucket: wal, region: eu, access_key: AKIAOPEN, secret_key: open-secret } }
            """);

    assertThat(configuration.toString())
        .doesNotContain("a phrase in the open", "AKIAOPEN", "open-secret")
        .contains("******");
    assertThat(configuration.secrets().mask("failed with open-secret"))
        .isEqualTo("failed with ******");
    assertThat(configuration.clusters().get("orders").toString()).doesNotContain("open-secret");
  }
}
