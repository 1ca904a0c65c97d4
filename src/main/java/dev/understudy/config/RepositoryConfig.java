package dev.understudy.config;

import java.nio.file.Path;
import java.util.Optional;

/** Where an archive is kept. */
public sealed interface RepositoryConfig {
  /**
   * A directory.
   *
   * @param path absolute
   */
  record Directory(String path) implements RepositoryConfig {}

  /**
   * A bucket.
   *
   * @param prefix without a slash at either end; empty for the whole bucket
   * @param endpoint host, or host and port; empty: Amazon's own for the region
   * @param pathStyle whether the bucket stands in the path instead of in the host's name
   * @param caFile certificates, in PEM, that are trusted instead of the system's
   * @param keys empty: those of the surroundings, such as an instance's profile
   */
  record S3(
      String bucket,
      String prefix,
      String region,
      Optional<String> endpoint,
      boolean pathStyle,
      Optional<Path> caFile,
      boolean verifyTls,
      Optional<Keys> keys)
      implements RepositoryConfig {}

  /** Credentials that do not change by themselves. */
  record Keys(Hidden access, Hidden secret) {}
}
