package dev.understudy.archive;

import dev.understudy.config.RepositoryConfig;
import java.nio.file.Path;

/** Opens the repository that the configuration names. */
public final class Repositories {
  private Repositories() {}

  /**
   * To be closed by the caller. Nothing is asked yet.
   *
   * @throws ArchiveException when the file of certificates cannot be used
   */
  public static Repository open(RepositoryConfig config) {
    if (config instanceof RepositoryConfig.S3 s3) {
      return new S3Repository(s3);
    }
    return new DirectoryRepository(Path.of(((RepositoryConfig.Directory) config).path()));
  }
}
