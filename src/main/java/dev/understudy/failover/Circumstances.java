package dev.understudy.failover;

import dev.understudy.config.ClusterConfig;
import dev.understudy.postgres.LastPrimary;
import dev.understudy.watch.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a verdict goes by beside the snapshot.
 *
 * @param registered the cluster as the store knows it; empty while it is not provisioned
 * @param outdated why the store must not act on the cluster; empty when it may
 * @param maintenance why nothing automatic is to happen now; empty when nobody said so
 * @param lastAutomatic the newest automatic failover
 * @param runs the workflows of the runs that are being carried out on the cluster
 * @param waits a failover that cannot go on without a person, in words; empty when there is none
 * @param onPrimaryHost whether the service runs on the primary's own host
 * @param pausedAt when the service was last found to have been frozen
 * @param surroundings what else the service sees
 * @param stuckSince standbys that do not move although they should, and since when
 * @param lastKnown what the store remembers of the primary, for when it has not been seen yet
 * @param confirmers with {@code mode: sync} the standbys on one of which every acknowledged commit
 *     is, as the store knows for sure; empty where commits are not meant to wait
 */
public record Circumstances(
    ClusterConfig config,
    Optional<Registered> registered,
    Optional<String> outdated,
    Optional<String> maintenance,
    Optional<LastAutomatic> lastAutomatic,
    List<String> runs,
    Optional<String> waits,
    boolean onPrimaryHost,
    Optional<Moment> pausedAt,
    Surroundings surroundings,
    Map<String, Moment> stuckSince,
    Optional<LastPrimary> lastKnown,
    Optional<List<String>> confirmers) {

  public Circumstances {
    runs = List.copyOf(runs);
    stuckSince = Map.copyOf(stuckSince);
    confirmers = confirmers.map(List::copyOf);
  }

  /** Where commits wait for nobody. */
  public Circumstances(
      ClusterConfig config,
      Optional<Registered> registered,
      Optional<String> outdated,
      Optional<String> maintenance,
      Optional<LastAutomatic> lastAutomatic,
      List<String> runs,
      Optional<String> waits,
      boolean onPrimaryHost,
      Optional<Moment> pausedAt,
      Surroundings surroundings,
      Map<String, Moment> stuckSince,
      Optional<LastPrimary> lastKnown) {
    this(
        config,
        registered,
        outdated,
        maintenance,
        lastAutomatic,
        runs,
        waits,
        onPrimaryHost,
        pausedAt,
        surroundings,
        stuckSince,
        lastKnown,
        Optional.empty());
  }

  /**
   * The cluster in the store.
   *
   * @param primary the node that is to be the primary
   * @param systemIdentifier in decimal
   */
  public record Registered(String primary, long epoch, String systemIdentifier) {}

  /**
   * An automatic failover.
   *
   * @param acknowledged whether a person has taken note of it
   */
  public record LastAutomatic(Instant at, boolean acknowledged) {}

  /** Who answers the service outside of the cluster. */
  public enum Surroundings {
    /** A gateway, or a node of another cluster. */
    SEEN,
    /** Nobody of those that were asked. */
    SILENT,
    /** There is nobody to ask. */
    UNKNOWN
  }
}
