package dev.understudy.audit;

import dev.understudy.archive.Inventory;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ArchiveConfig;
import dev.understudy.steps.Site;
import dev.understudy.store.Store;
import java.time.Clock;

/** What a cluster's archive holds now. */
public final class Archived {
  private Archived() {}

  /**
   * Lists it.
   *
   * @throws PreconditionException when the cluster has no archive with base backups
   * @throws UnderstudyException when the repository cannot be asked
   */
  public static Inventory inventory(Site site, Store store, Clock clock) {
    if (site.config().archive().kind() == ArchiveConfig.Kind.NONE) {
      throw withoutBackups(site, "the cluster has no archive");
    }
    ArchiveLook look = ArchiveLook.at(site, new ArchiveSamples(store), clock, true);
    if (!look.snapshot().unreachable().isEmpty()) {
      throw new UnderstudyException(
          ErrorClass.CONNECTION,
          site.name(),
          "the archive cannot be listed: " + look.snapshot().unreachable(),
          "see understudy check " + site.name(),
          null);
    }
    return look.snapshot()
        .inventory()
        .filter(Inventory::keepsBackups)
        .orElseThrow(() -> withoutBackups(site, "the cluster's archive keeps no base backups"));
  }

  private static PreconditionException withoutBackups(Site site, String why) {
    return new PreconditionException(
        site.name(), why, "set kind: pgbackrest under archive, and provision");
  }
}
