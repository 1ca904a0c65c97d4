package dev.understudy.archive;

import dev.understudy.common.ErrorClass;
import dev.understudy.config.ClusterConfig;
import java.util.Locale;
import java.util.Optional;

/** The engine that a cluster's configuration names. */
public final class ArchiveEngines {
  private ArchiveEngines() {}

  /**
   * Empty without an archive. Nothing is asked or read yet.
   *
   * @throws ArchiveException CONFIGURATION for a kind that cannot be turned on
   */
  public static Optional<ArchiveEngine> of(ClusterConfig cluster) {
    return switch (cluster.archive().kind()) {
      case NONE -> Optional.empty();
      case PGBACKREST -> Optional.of(new PgBackRestEngine(cluster.name(), cluster.archive()));
      case DIRECTORY, COMMAND ->
          throw new ArchiveException(
              ErrorClass.CONFIGURATION,
              cluster.name(),
              "an archive of the kind "
                  + cluster.archive().kind().name().toLowerCase(Locale.ROOT)
                  + " is not supported",
              "set kind: pgbackrest or none",
              null);
    };
  }
}
