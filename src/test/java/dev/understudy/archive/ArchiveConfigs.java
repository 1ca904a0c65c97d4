package dev.understudy.archive;

import dev.understudy.config.ArchiveConfig;
import dev.understudy.config.ArchiveConfig.Backups;
import dev.understudy.config.ArchiveConfig.Kind;
import dev.understudy.config.Hidden;
import dev.understudy.config.RepositoryConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Configurations of archives for tests. */
final class ArchiveConfigs {
  private ArchiveConfigs() {}

  static ArchiveConfig pgBackRest(
      RepositoryConfig repository, Optional<String> cipher, OptionalInt keepFull) {
    return new ArchiveConfig(
        Kind.PGBACKREST,
        Optional.of(repository),
        ArchiveConfig.ARCHIVE_TIMEOUT,
        cipher.map(Hidden::new),
        new Backups(Optional.empty(), Optional.empty(), keepFull),
        Optional.empty(),
        Optional.empty());
  }

  static ArchiveConfig pgBackRest(RepositoryConfig repository) {
    return pgBackRest(repository, Optional.empty(), OptionalInt.empty());
  }

  /** A bucket at a server of one's own. */
  static RepositoryConfig.S3 bucket(Optional<Path> caFile) {
    return new RepositoryConfig.S3(
        "orders-wal",
        "prod",
        "eu-west-1",
        Optional.of("s3.example.com:9000"),
        true,
        caFile,
        true,
        Optional.of(new RepositoryConfig.Keys(new Hidden("AKIA"), new Hidden("a=b #c\"d'\\e"))));
  }

  /** One of Amazon's own, with the credentials of the instance. */
  static RepositoryConfig.S3 amazon(String region) {
    return new RepositoryConfig.S3(
        "orders-wal",
        "",
        region,
        Optional.empty(),
        false,
        Optional.empty(),
        false,
        Optional.empty());
  }
}
