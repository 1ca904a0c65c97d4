package dev.understudy.archive;

import dev.understudy.common.Finding;
import dev.understudy.wal.SystemId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of a cluster's archive at one moment.
 *
 * @param at the moment
 * @param systemId of the cluster, for which the archive must be
 * @param inventory what the repository holds; empty when it could not be asked
 * @param unreachable why it could not; empty otherwise, and for one that nobody could list
 * @param samples of the primary, oldest first; the last one is now; none when it could not be asked
 * @param silent why it could not; empty otherwise
 * @param oldestReady when the oldest waiting segment was finished; empty when none waits
 * @param archiver empty when the primary could not be asked
 * @param drill the last one; empty when there was none
 */
public record ArchiveSnapshot(
    Instant at,
    Optional<SystemId> systemId,
    Optional<Inventory> inventory,
    String unreachable,
    List<PrimarySample> samples,
    String silent,
    Optional<Instant> oldestReady,
    Optional<ArchiverStats> archiver,
    Optional<Drill> drill) {
  public ArchiveSnapshot {
    samples = List.copyOf(samples);
  }

  /** That the primary could not be asked, and why. */
  Finding unasked(String check) {
    String why = silent.isEmpty() ? "" : ": " + silent;
    return Finding.unknown(check, "the primary could not be asked" + why);
  }

  Optional<PrimarySample> primary() {
    return samples.isEmpty() ? Optional.empty() : Optional.of(samples.get(samples.size() - 1));
  }
}
