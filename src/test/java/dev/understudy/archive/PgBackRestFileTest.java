package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ArchiveConfig;
import dev.understudy.config.RepositoryConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgBackRestFileTest {
  private static final ArchiveHost HOST =
      new ArchiveHost(
          "alpha", "postgres", "/var/lib/postgresql/15/main", 5433, "/var/run/postgresql");

  private static String render(ArchiveConfig config) {
    return new PgBackRestFile(new ArchivePlaces("orders"), config).render(HOST);
  }

  @Test
  void aBucketAtAServerOfOnesOwn() {
    assertThat(render(ArchiveConfigs.pgBackRest(ArchiveConfigs.bucket(Optional.of(Path.of("ca"))))))
        .isEqualTo(
            """
            # Managed by Understudy: written again by every provisioning.

            [global]
            repo1-type=s3
            repo1-path=/prod
            repo1-s3-bucket=orders-wal
            repo1-s3-region=eu-west-1
            repo1-s3-endpoint=s3.example.com
            repo1-storage-port=9000
            repo1-s3-uri-style=path
            repo1-storage-ca-file=/etc/understudy/orders/repository-ca.pem
            repo1-s3-key=AKIA
            repo1-s3-key-secret=a=b #c"d'\\e
            repo1-retention-full=9999999
            spool-path=/var/spool/pgbackrest/orders
            archive-async=y
            process-max=2
            compress-type=lz4
            start-fast=y
            log-level-console=off
            log-level-stderr=warn
            log-level-file=info

            [global:restore]
            process-max=4

            [orders]
            pg1-path=/var/lib/postgresql/15/main
            pg1-port=5433
            pg1-socket-path=/var/run/postgresql
            """);
  }

  @Test
  void aBucketOfAmazonWithTheCredentialsOfTheInstance() {
    assertThat(render(ArchiveConfigs.pgBackRest(ArchiveConfigs.amazon("eu-west-1"))))
        .contains(
            """
            repo1-path=/
            repo1-s3-bucket=orders-wal
            repo1-s3-region=eu-west-1
            repo1-s3-endpoint=s3.eu-west-1.amazonaws.com
            repo1-s3-uri-style=host
            repo1-storage-verify-tls=n
            repo1-s3-key-type=auto
            """)
        .doesNotContain("repo1-s3-key=", "repo1-storage-port", "repo1-storage-ca-file");
    assertThat(render(ArchiveConfigs.pgBackRest(ArchiveConfigs.amazon("cn-north-1"))))
        .contains("repo1-s3-endpoint=s3.cn-north-1.amazonaws.com.cn\n");
  }

  @Test
  void aDirectoryWithACipherAndARetention() {
    assertThat(
            render(
                ArchiveConfigs.pgBackRest(
                    new RepositoryConfig.Directory("/srv/backup"),
                    Optional.of("open # sesame"),
                    OptionalInt.of(4))))
        .contains(
            """
            [global]
            repo1-path=/srv/backup
            repo1-cipher-type=aes-256-cbc
            repo1-cipher-pass=open # sesame
            repo1-retention-full=4
            """)
        .doesNotContain("s3");
  }

  @Test
  void walIsNeverDropped() {
    assertThat(render(ArchiveConfigs.pgBackRest(ArchiveConfigs.amazon("eu-west-1"))))
        .doesNotContain("archive-push-queue-max");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " leading", "trailing ", "\tleading", "two\nlines", "two\rlines", "a\0b"})
  void aValueThatWouldBeReadAsAnotherIsRefusedWithoutBeingRepeated(String cipher) {
    ArchiveConfig config =
        ArchiveConfigs.pgBackRest(
            new RepositoryConfig.Directory("/srv/backup"),
            Optional.of(cipher),
            OptionalInt.empty());
    assertThatThrownBy(() -> render(config))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            e -> {
              assertThat(e.errorClass()).isEqualTo(ErrorClass.CONFIGURATION);
              assertThat(e.getMessage())
                  .contains("repo1-cipher-pass")
                  .doesNotContain("leading", "trailing ", "two");
            });
  }

  @Test
  void aStanzaCannotBeCalledGlobal() {
    PgBackRestFile file =
        new PgBackRestFile(
            new ArchivePlaces("global"),
            ArchiveConfigs.pgBackRest(ArchiveConfigs.amazon("eu-west-1")));
    assertThatThrownBy(() -> file.render(HOST)).hasMessageContaining("a cluster of this name");
  }
}
