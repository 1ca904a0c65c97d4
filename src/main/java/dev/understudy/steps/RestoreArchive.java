package dev.understudy.steps;

import dev.understudy.archive.ArchiveEngine;
import dev.understudy.archive.ArchiveException;
import dev.understudy.archive.Backup;
import dev.understudy.archive.Continuity;
import dev.understudy.archive.Inventory;
import dev.understudy.archive.RecoveryTarget;
import dev.understudy.archive.Repository;
import dev.understudy.archive.RestoreChoice;
import dev.understudy.config.RepositoryConfig;
import dev.understudy.wal.SegmentSize;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the archive has for a restore: the backups that pgBackRest counts on the host, and how far
 * the WAL goes, which is listed at the same time.
 */
record RestoreArchive(RestorePlace place) {
  /**
   * The backup from which the target is recovered.
   *
   * @throws dev.understudy.common.PreconditionException when the target cannot be reached
   */
  RestoreChoice choose(RecoveryTarget target, Optional<String> label) {
    ArchiveEngine engine = place.engine();
    String cluster = place.site().name();
    ExecutorService beside = Executors.newSingleThreadExecutor();
    try {
      Future<Optional<Inventory>> listing =
          beside.submit(() -> inventory(engine, SegmentSize.DEFAULT));
      RepositoryInfo info = RepositoryInfo.ask(place.node(), engine);
      SegmentSize size = info.segmentSize();
      List<Backup> backups = info.backups();
      // Segments of another size than nearly all clusters have are worth a second listing.
      Optional<Inventory> listed =
          size.equals(SegmentSize.DEFAULT)
              ? Futures.result(cluster, listing)
              : inventory(engine, size);
      return RestoreChoice.of(
          cluster,
          target,
          backups,
          listed.map(found -> Continuity.of(found.with(found.systemId(), backups)).windows()),
          label);
    } finally {
      beside.shutdownNow();
    }
  }

  /** Empty where the repository cannot be listed: then the recovery itself decides. */
  private Optional<Inventory> inventory(ArchiveEngine engine, SegmentSize size) {
    RepositoryConfig config = place.site().config().archive().repository().orElseThrow();
    try (Repository repository =
        ClusterRepository.open(place.site(), engine, config, place::node)) {
      return engine.inventory(repository, size);
    } catch (ArchiveException e) {
      return Optional.empty();
    }
  }
}
