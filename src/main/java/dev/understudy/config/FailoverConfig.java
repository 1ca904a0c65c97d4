package dev.understudy.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What happens when a cluster's primary fails.
 *
 * @param automatic whether a failover is started without a person; if not, verdicts and alarms only
 * @param unreachableFor how long all evidence must agree that the primary is gone
 * @param maxLag bytes that the candidate may have been behind the primary's last known position
 * @param fencing how the old primary is fenced; all of them are tried in parallel, each kind once
 *     but for commands; at least one
 * @param lease how long a node's permission to be primary lasts, where it is fenced by lease
 * @param check how often the node looks at its permission
 * @param quietPeriod after an automatic failover there is no other one for this long, unless a
 *     person acknowledged it; zero: none
 */
public record FailoverConfig(
    boolean automatic,
    Duration unreachableFor,
    long maxLag,
    List<FencingConfig> fencing,
    Duration lease,
    Duration check,
    Duration quietPeriod,
    OnCrash onCrash,
    Hooks hooks) {

  private static final FailoverConfig STANDARD =
      new FailoverConfig(
          false,
          Duration.ofSeconds(8),
          16L << 20,
          List.of(new FencingConfig.Ssh()),
          Duration.ofSeconds(8),
          Duration.ofMillis(500),
          Duration.ofHours(1),
          OnCrash.FAILOVER,
          new Hooks(Optional.empty(), Optional.empty()));

  public FailoverConfig {
    fencing = List.copyOf(fencing);
  }

  /** What holds when the file says nothing: verdicts and alarms, and nothing automatic. */
  public static FailoverConfig standard() {
    return STANDARD;
  }

  /** Whether nodes need a permission that runs out, to be primary. */
  public boolean byLease() {
    return fencing.stream().anyMatch(FencingConfig.Lease.class::isInstance);
  }

  /** Whether the cloud is asked to stop an old primary's instance. */
  public boolean byEc2() {
    return fencing.stream().anyMatch(FencingConfig.Ec2.class::isInstance);
  }

  /** What to do when PostgreSQL died and its host is there. */
  public enum OnCrash {
    /** Another node takes over. */
    FAILOVER,
    /** The primary is started again where it was. */
    RESTART
  }

  /**
   * Commands of the user's own, run where the service runs.
   *
   * @param beforePromote any other status than 0 forbids the promotion
   * @param afterPromote told of a promotion that has happened
   */
  public record Hooks(Optional<String> beforePromote, Optional<String> afterPromote) {}
}
