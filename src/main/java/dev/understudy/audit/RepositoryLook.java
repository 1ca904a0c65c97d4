package dev.understudy.audit;

import dev.understudy.archive.ArchiveEngine;
import dev.understudy.archive.Inventory;
import dev.understudy.archive.PgBackRestInfo;
import dev.understudy.archive.Repository;
import dev.understudy.archive.Stanza;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.RepositoryConfig;
import dev.understudy.postgres.PgCluster;
import dev.understudy.steps.ClusterRepository;
import dev.understudy.steps.Node;
import dev.understudy.steps.RepositoryInfo;
import dev.understudy.steps.Site;
import dev.understudy.wal.SegmentSize;
import java.util.Comparator;
import java.util.Optional;

/**
 * Looks at what a cluster's repository holds: a bucket by itself, a path and what is encrypted on a
 * node that can be asked, the primary before all others.
 */
final class RepositoryLook {
  private final Site site;
  private final ArchiveEngine engine;

  RepositoryLook(Site site, ArchiveEngine engine) {
    this.site = site;
    this.engine = engine;
  }

  /**
   * Lists it; empty for one that nobody can list.
   *
   * @throws UnderstudyException when it cannot be asked
   */
  Optional<Inventory> read(SegmentSize size) {
    Optional<RepositoryConfig> config = site.config().archive().repository();
    if (config.isEmpty()) {
      return Optional.empty();
    }
    try (Repository repository =
        ClusterRepository.open(site, engine, config.get(), this::reachable)) {
      return engine
          .inventory(repository, size)
          .map(inventory -> inventory.encrypted() ? decrypted(inventory, size) : inventory);
    }
  }

  private Inventory decrypted(Inventory inventory, SegmentSize size) {
    RepositoryInfo info = RepositoryInfo.ask(reachable(), engine);
    return inventory.with(
        Stanza.of(info.text(), info.stanza()).systemId(),
        PgBackRestInfo.backups(info.text(), info.stanza(), size));
  }

  /** The first node that answers and has the cluster. */
  private Node reachable() {
    String primary = site.primaryName();
    UnderstudyException last =
        new PreconditionException(site.name(), "no node has PostgreSQL", null);
    for (Node node :
        site.nodes().stream()
            .sorted(Comparator.comparing(node -> !node.name().equals(primary)))
            .toList()) {
      try {
        Optional<PgCluster> cluster = node.findCluster();
        if (cluster.isPresent()) {
          return node;
        }
      } catch (UnderstudyException e) {
        // Another node will do as well.
        last = e;
      }
    }
    throw last;
  }
}
