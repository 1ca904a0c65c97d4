package dev.understudy.steps;

import dev.understudy.archive.ArchiveEngine;
import dev.understudy.archive.ArchiveException;
import dev.understudy.archive.Backup;
import dev.understudy.archive.Continuity;
import dev.understudy.archive.Inventory;
import dev.understudy.archive.PgBackRestErrors;
import dev.understudy.archive.PgBackRestInfo;
import dev.understudy.archive.PgBackRestRestore;
import dev.understudy.archive.RecoveryTarget;
import dev.understudy.archive.Repositories;
import dev.understudy.archive.Repository;
import dev.understudy.archive.RestoreChoice;
import dev.understudy.config.RepositoryConfig;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.wal.SegmentSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the archive has for a restore: the backups that pgBackRest counts on the host, and how far
 * the WAL goes, which the service lists itself at the same time.
 */
record RestoreArchive(RestorePlace place) {
  private static final Duration LIMIT = Duration.ofMinutes(2);

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
      String info = info(engine);
      SegmentSize size = PgBackRestInfo.segmentSize(info, cluster).orElse(SegmentSize.DEFAULT);
      List<Backup> backups = PgBackRestInfo.backups(info, cluster, size);
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

  private String info(ArchiveEngine engine) {
    Command ask =
        Command.script("cd / && exec " + PgBackRestRestore.info(engine.places()))
            .as(place.owner())
            .within(LIMIT);
    CommandResult result = place.node().host().run(ask);
    if (!result.ok()) {
      String said = result.stderr().isBlank() ? result.stdout() : result.stderr();
      throw PgBackRestErrors.explain(place.node().name(), "ask the repository", said);
    }
    return result.stdout();
  }

  /** Empty where the service cannot list the repository: then the recovery itself decides. */
  private Optional<Inventory> inventory(ArchiveEngine engine, SegmentSize size) {
    if (!(place.site().config().archive().repository().orElse(null)
        instanceof RepositoryConfig.S3 s3)) {
      return Optional.empty();
    }
    try (Repository repository = Repositories.open(s3)) {
      return engine.inventory(repository, size);
    } catch (ArchiveException e) {
      return Optional.empty();
    }
  }
}
