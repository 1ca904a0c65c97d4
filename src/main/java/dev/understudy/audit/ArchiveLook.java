package dev.understudy.audit;

import dev.understudy.archive.ArchiveEngines;
import dev.understudy.archive.ArchiveSnapshot;
import dev.understudy.archive.Drill;
import dev.understudy.archive.Inventory;
import dev.understudy.archive.PrimarySample;
import dev.understudy.common.UnderstudyException;
import dev.understudy.steps.Site;
import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.SystemId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's archive as it was just seen.
 *
 * @param size of the cluster's segments
 */
record ArchiveLook(ArchiveSnapshot snapshot, SegmentSize size) {
  /**
   * Looks at primary and repository. Whatever of them cannot be asked is missing in the snapshot,
   * with the reason.
   *
   * @param listed whether the repository is to be listed
   */
  static ArchiveLook at(Site site, ArchiveSamples samples, Clock clock, boolean listed) {
    return new Collector(site, samples, clock.instant()).look(listed);
  }

  private static final class Collector {
    private final Site site;
    private final ArchiveSamples samples;
    private final Instant now;
    private final Optional<SystemId> system;
    private @Nullable PrimaryLook primary;
    private String silent = "";
    private Optional<Inventory> inventory = Optional.empty();
    private String unreachable = "";

    Collector(Site site, ArchiveSamples samples, Instant now) {
      this.site = site;
      this.samples = samples;
      this.now = now;
      this.system = site.systemId().map(SystemId::parse);
    }

    ArchiveLook look(boolean listed) {
      askPrimary();
      SegmentSize size =
          primary == null
              ? samples.segmentSize(site.name()).orElse(SegmentSize.DEFAULT)
              : primary.size();
      if (listed) {
        list(size);
      }
      List<PrimarySample> seen = primary == null ? List.of() : remembered(primary);
      Optional<Drill> drill = site.newestDrill();
      return new ArchiveLook(
          new ArchiveSnapshot(
              now,
              system,
              inventory,
              unreachable,
              seen,
              silent,
              primary == null ? Optional.empty() : primary.oldestReady(),
              Optional.ofNullable(primary).map(PrimaryLook::archiver),
              drill),
          size);
    }

    private void askPrimary() {
      try {
        primary = PrimaryLook.at(site.primary(), now);
      } catch (UnderstudyException e) {
        silent = e.getMessage();
      }
    }

    private void list(SegmentSize size) {
      try {
        inventory =
            ArchiveEngines.of(site.config())
                .flatMap(engine -> new RepositoryLook(site, engine).read(size));
      } catch (UnderstudyException e) {
        unreachable = e.subject() + ": " + e.getMessage();
      }
    }

    private List<PrimarySample> remembered(PrimaryLook look) {
      List<PrimarySample> seen = new ArrayList<>();
      system.ifPresent(
          id -> {
            seen.addAll(samples.before(now, site.name(), id));
            samples.keep(site.name(), id, look.sample(), look.size());
          });
      seen.add(look.sample());
      return seen;
    }
  }
}
