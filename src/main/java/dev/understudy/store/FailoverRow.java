package dev.understudy.store;

import java.time.Instant;
import java.util.Optional;

/**
 * One failover, as far as its run has come.
 *
 * @param epoch the cluster's, before
 * @param timeline that the old primary was last known to write; 0 when it is not known
 * @param position its last known position; empty when it is not known
 * @param begunAt when the run claimed it, before anything was asked of a host
 * @param fencing by method its proof, or why there is none, as JSON
 * @param proof the method that proved that the old primary takes no writes; {@code forced} where a
 *     person said so
 * @param candidate the node that is to be the primary
 * @param choice why that one, and why not the others, as JSON
 * @param salvage what was rescued of the old primary's WAL, as JSON
 * @param askedAt when the candidate was to be told; it may be the primary since then
 * @param endedAt when the store knew the new primary
 * @param toldAt when the hook after_promote was told
 */
public record FailoverRow(
    String run,
    String cluster,
    long epoch,
    String oldPrimary,
    int timeline,
    String position,
    Instant begunAt,
    Optional<String> fencing,
    Optional<String> proof,
    Optional<String> candidate,
    Optional<String> choice,
    Optional<String> salvage,
    Optional<Instant> askedAt,
    Optional<Instant> endedAt,
    Optional<Instant> toldAt) {
  /** One that begins. */
  public static FailoverRow begun(
      String run,
      String cluster,
      long epoch,
      String oldPrimary,
      int timeline,
      String position,
      Instant at) {
    return new FailoverRow(
        run,
        cluster,
        epoch,
        oldPrimary,
        timeline,
        position,
        at,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
