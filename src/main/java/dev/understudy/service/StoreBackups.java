package dev.understudy.service;

import dev.understudy.archive.StoreCopies;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import dev.understudy.config.StoreBackupConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the store into each cluster's archive when the newest copy there is old enough. That is
 * read from the archive, so nothing needs to be remembered.
 */
final class StoreBackups implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreBackups.class);
  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

  private final Supplier<Configuration> configuration;
  private final Clock clock;
  private final String owner;
  private final Map<String, Instant> next = new HashMap<>();
  private final ScheduledExecutorService thread = Threads.one("store-backup");

  private StoreBackups(Supplier<Configuration> configuration, String owner, Clock clock) {
    this.configuration = configuration;
    this.owner = owner;
    this.clock = clock;
  }

  /** Begins, where copies are configured. */
  static StoreBackups start(Supplier<Configuration> configuration, String owner, Clock clock) {
    StoreBackups backups = new StoreBackups(configuration, owner, clock);
    if (configuration.get().service().storeBackup().isPresent()) {
      // The task reports its own failures.
      var unused =
          backups.thread.scheduleWithFixedDelay(
              backups::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }
    return backups;
  }

  private void look() {
    Configuration now = configuration.get();
    now.service()
        .storeBackup()
        .ifPresent(config -> now.clusters().values().forEach(each -> look(now, each, config)));
  }

  private void look(Configuration now, ClusterConfig cluster, StoreBackupConfig config) {
    Instant at = clock.instant();
    if (at.isBefore(next.getOrDefault(cluster.name(), Instant.MIN))) {
      return;
    }
    try {
      next.put(cluster.name(), keep(now, cluster, config, at));
    } catch (UnderstudyException e) {
      next.put(cluster.name(), at.plus(AFTER_FAILURE));
      LOG.error(
          "{}: the store was not copied into the archive: {}",
          cluster.name(),
          now.secrets().mask(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      next.put(cluster.name(), at.plus(AFTER_FAILURE));
      LOG.error("{}: the store was not copied into the archive", cluster.name(), e);
    }
  }

  /** Returns when to look again. */
  private Instant keep(
      Configuration now, ClusterConfig cluster, StoreBackupConfig config, Instant at) {
    try (StoreCopies copies = StoreCopies.of(cluster).orElse(null)) {
      if (copies == null) {
        return at.plus(config.every());
      }
      Instant last =
          copies.list().stream()
              .filter(copy -> copy.owner().equals(owner))
              .map(StoreCopies.Copy::at)
              .findFirst()
              .orElse(Instant.EPOCH);
      if (last.plus(config.every()).isAfter(at)) {
        return last.plus(config.every());
      }
      StoreCopies.Copy made = new StoreInArchive(now, cluster.name()).backUp(at);
      LOG.info(
          "{}: the store was copied into {}: {} bytes, encrypted",
          cluster.name(),
          copies.place(),
          made.bytes());
      return at.plus(config.every());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
