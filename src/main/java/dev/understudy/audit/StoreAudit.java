package dev.understudy.audit;

import dev.understudy.archive.StoreCopies;
import dev.understudy.common.Finding;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.CheckGroup;
import dev.understudy.config.CheckId;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.StoreBackupConfig;
import dev.understudy.steps.Site;
import dev.understudy.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The checks of the service's own store, which every cluster of it depends on. */
final class StoreAudit implements Audit {
  private final Store store;
  private final Clock clock;
  private final Supplier<Optional<StoreBackupConfig>> copied;

  /**
   * @param copied how the configuration has the store copied into archives
   */
  StoreAudit(Store store, Clock clock, Supplier<Optional<StoreBackupConfig>> copied) {
    this.store = store;
    this.clock = clock;
    this.copied = copied;
  }

  @Override
  public Set<CheckId> checks() {
    return CheckId.of(CheckGroup.STORE);
  }

  @Override
  public boolean appliesTo(Site site) {
    return site.systemId().isPresent();
  }

  @Override
  public List<Finding> findings(Site site, Set<CheckId> wanted) {
    List<Finding> findings = new ArrayList<>();
    if (wanted.contains(CheckId.STORE_SIZE)) {
      findings.add(StoreState.size(store.size(), limits(site, CheckId.STORE_SIZE)));
    }
    if (wanted.contains(CheckId.STORE_BACKUP)) {
      findings.add(backup(site.config(), limits(site, CheckId.STORE_BACKUP)));
    }
    if (wanted.contains(CheckId.STORE_INTEGRITY)) {
      findings.add(StoreState.integrity(damage()));
    }
    return findings;
  }

  private static Limits limits(Site site, CheckId check) {
    return new Limits(check, site.config().checks().of(check));
  }

  /** What is wrong with it; empty when it is sound. */
  private Optional<String> damage() {
    try {
      Store.examine(store.data());
      return Optional.empty();
    } catch (UnderstudyException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Finding backup(ClusterConfig cluster, Limits limits) {
    Optional<StoreBackupConfig> wanted = copied.get();
    if (wanted.isEmpty()) {
      return StoreState.notCopied("copies of the store are not configured (service.store_backup)");
    }
    try (StoreCopies copies = StoreCopies.of(cluster).orElse(null)) {
      if (copies == null) {
        return StoreState.notCopied("the archive of " + cluster.name() + " takes no copies of it");
      }
      String owner = store.owner();
      Optional<Instant> newest =
          copies.list().stream()
              .filter(copy -> copy.owner().equals(owner))
              .map(StoreCopies.Copy::at)
              .findFirst();
      return StoreState.backup(
          newest, wanted.get().every(), copies.place(), limits, clock.instant());
    } catch (UnderstudyException e) {
      return Finding.unknown(
          CheckId.STORE_BACKUP.id(), "copies of the store cannot be listed: " + e.getMessage());
    }
  }
}
