package dev.understudy.archive;

import dev.understudy.config.ClusterConfig;
import dev.understudy.config.RepositoryConfig;
import java.util.List;
import java.util.Optional;

/** The engine that a cluster's configuration names. */
public final class ArchiveEngines {
  private ArchiveEngines() {}

  /** Empty without an archive. Nothing is asked or read yet. */
  public static Optional<ArchiveEngine> of(ClusterConfig cluster) {
    return switch (cluster.archive().kind()) {
      case NONE -> Optional.empty();
      case PGBACKREST -> Optional.of(new PgBackRestEngine(cluster.name(), cluster.archive()));
      case DIRECTORY -> Optional.of(directory(cluster));
      case COMMAND ->
          cluster.archive().commands().map(commands -> new CommandEngine(cluster.name(), commands));
    };
  }

  private static ArchiveEngine directory(ClusterConfig cluster) {
    if (cluster.archive().repository().orElse(null) instanceof RepositoryConfig.Directory place) {
      return new DirectoryEngine(
          cluster.name(), place.path(), List.copyOf(cluster.nodes().keySet()));
    }
    throw new IllegalArgumentException("an archive of the kind directory has a path");
  }
}
