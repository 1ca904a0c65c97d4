package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.archive.RestoreWrapper.Mode;
import dev.understudy.config.ArchiveConfig;
import dev.understudy.config.RepositoryConfig;
import dev.understudy.host.FileSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PgBackRestEngineTest {
  private static final ArchiveHost HOST =
      new ArchiveHost(
          "alpha", "postgres", "/var/lib/postgresql/15/main", 5432, "/var/run/postgresql");

  @TempDir Path directory;

  private static ArchiveEngine engine(RepositoryConfig repository) {
    return new PgBackRestEngine("orders", ArchiveConfigs.pgBackRest(repository));
  }

  @Test
  void whatItNeedsOnEveryHost() {
    ArchiveEngine engine = engine(new RepositoryConfig.Directory("/srv/backup"));
    assertThat(engine.kind()).isEqualTo(ArchiveConfig.Kind.PGBACKREST);
    assertThat(engine.packages()).containsExactly("pgbackrest");
    assertThat(engine.directories())
        .containsExactly("/var/spool/pgbackrest/orders", "/var/lib/understudy/salvage/orders");
  }

  @Test
  void itsCommandsHoldNoSecretAndNameTheClustersOwnFile() {
    ArchiveEngine engine = engine(ArchiveConfigs.bucket(Optional.empty()));
    assertThat(engine.archiveCommand())
        .isEqualTo(
            "nice -n 10 pgbackrest --config=/etc/understudy/orders/pgbackrest.conf"
                + " --stanza=orders archive-push \"%p\"");
    assertThat(engine.restoreCommand(Mode.STANDBY))
        .isEqualTo("/etc/understudy/orders/restore-wal standby %f \"%p\" %r");
    FileSpec script = engine.restoreScript(HOST);
    assertThat(script.path()).isEqualTo("/etc/understudy/orders/restore-wal");
    assertThat(script.mode()).isEqualTo("0700");
    assertThat(script.contentText()).contains("archive-get").doesNotContain("AKIA", "a=b");
  }

  @Test
  void onlyPostgresqlsUserMayReadItsFile() {
    List<FileSpec> files = engine(ArchiveConfigs.bucket(Optional.empty())).files(HOST);
    assertThat(files)
        .singleElement()
        .satisfies(
            file -> {
              assertThat(file.path()).isEqualTo("/etc/understudy/orders/pgbackrest.conf");
              assertThat(file.owner()).isEqualTo("postgres");
              assertThat(file.mode()).isEqualTo("0600");
            });
  }

  @Test
  void theCertificatesOfTheServicesFileReachTheHostFirst() throws Exception {
    Path ca = directory.resolve("ca.pem");
    Keytool.selfSigned(directory.resolve("keys.p12"), ca, TestS3.PASSWORD, "127.0.0.1");
    List<FileSpec> files = engine(ArchiveConfigs.bucket(Optional.of(ca))).files(HOST);
    assertThat(files)
        .extracting(FileSpec::path)
        .containsExactly(
            "/etc/understudy/orders/repository-ca.pem", "/etc/understudy/orders/pgbackrest.conf");
    assertThat(files.get(0).contentText()).isEqualTo(Files.readString(ca));
  }

  @Test
  void aFileWithoutCertificatesIsRefused() throws Exception {
    Path ca = Files.writeString(directory.resolve("ca.pem"), "no certificate");
    ArchiveEngine engine = engine(ArchiveConfigs.bucket(Optional.of(ca)));
    assertThatThrownBy(() -> engine.files(HOST)).hasMessageContaining("holds no certificate");
    ArchiveEngine absent = engine(ArchiveConfigs.bucket(Optional.of(directory.resolve("absent"))));
    assertThatThrownBy(() -> absent.files(HOST)).hasMessageContaining("cannot be read");
  }
}
