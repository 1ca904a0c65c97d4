package dev.understudy.failover;

import java.util.Locale;

/** What is the matter with a cluster; each with the most that may be done about it. */
public enum Code {
  /** The primary answers, and its standbys follow. */
  HEALTHY(Action.NOTHING),
  /** The primary's server is up and not yet open: after a start, or in crash recovery. */
  STARTING(Action.WAIT),
  /** Somebody stops or restarts the primary in order, or packages are being changed. */
  PLANNED_RESTART(Action.WAIT),
  /** A run of Understudy's is changing the roles. */
  ROLE_CHANGE(Action.WAIT),
  /** The service does not reach the primary, and others do. */
  UNREACHABLE_BUT_REPLICATING(Action.ALARM),
  /** PostgreSQL died, and its host is there. */
  POSTGRESQL_DOWN(Action.FAILOVER),
  /** Neither the primary nor its host is heard by anybody. */
  HOST_LOST(Action.FAILOVER),
  /** PostgreSQL is there and answers nobody. */
  HUNG(Action.FAILOVER),
  /** It answers on connections that are there, and lets no new one in. */
  DOOR_CLOSED(Action.ALARM),
  /** The primary's disk is full; another node's would be soon. */
  NO_SPACE(Action.ALARM),
  /** The primary is alive and full. */
  TOO_MANY_CONNECTIONS(Action.ALARM),
  /** The primary is alive and refuses the service's login. */
  LOGIN_REFUSED(Action.ALARM),
  /** A standby is gone, or the primary has removed WAL that it needs. */
  STANDBY_LOST(Action.ALARM),
  /** A standby is there and does not move. */
  STANDBY_STALLED(Action.ALARM),
  /** A standby has a history that the primary does not have. */
  STANDBY_DIVERGED(Action.ALARM),
  /** More than one node accepts writes. */
  TWO_PRIMARIES(Action.ALARM),
  /** Another node than the registered one accepts writes. */
  OTHER_PRIMARY(Action.ALARM),
  /**
   * No node accepts writes, and nothing says that one failed: all are down, or all are standbys.
   */
  NO_PRIMARY(Action.ALARM),
  /** The service itself was frozen, and has not watched for long enough since. */
  OBSERVER_PAUSED(Action.WAIT),
  /** The service sees nobody, and so knows nothing. */
  OBSERVER_ISOLATED(Action.ALARM),
  /** Something is wrong, and it cannot be said yet what. */
  NOT_ENOUGH_EVIDENCE(Action.WAIT),
  /** The store knows no primary of the cluster: it is not provisioned. */
  NOT_MANAGED(Action.NOTHING);

  private final Action most;

  Code(Action most) {
    this.most = most;
  }

  /** The most that is ever done about it. */
  public Action most() {
    return most;
  }

  /** As output has it, such as {@code host lost}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
