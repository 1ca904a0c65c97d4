package dev.understudy.steps;

import dev.understudy.archive.ArchiveEngine;
import dev.understudy.archive.ArchiveException;
import dev.understudy.archive.CopiesRepository;
import dev.understudy.archive.DirectoryEngine;
import dev.understudy.archive.HostRepository;
import dev.understudy.archive.Repositories;
import dev.understudy.archive.Repository;
import dev.understudy.config.RepositoryConfig;
import java.util.function.Supplier;

/** Where a cluster's archive can be looked at without its own programs. */
public final class ClusterRepository {
  private ClusterRepository() {}

  /**
   * Opens it: a bucket from the service, a path on a host, and directories of the hosts on all of
   * them.
   *
   * @param config that of the cluster
   * @param node asked for only where a path is looked at on it
   * @throws ArchiveException when it cannot be opened
   */
  public static Repository open(
      Site site, ArchiveEngine engine, RepositoryConfig config, Supplier<Node> node) {
    if (engine instanceof DirectoryEngine copies) {
      String directory = copies.directory().directory();
      return new CopiesRepository(site.nodes().stream().map(each -> on(each, directory)).toList());
    }
    return config instanceof RepositoryConfig.Directory directory
        ? on(node.get(), directory.path())
        : Repositories.open(config);
  }

  private static HostRepository on(Node node, String directory) {
    return new HostRepository(node.host(), node.cluster().owner(), directory);
  }
}
