package dev.understudy.steps;

import java.time.Duration;

/**
 * How long to wait until a node that may have had a permission has none any more and has killed its
 * server. Pure.
 *
 * @param lease how long a permission lasts
 * @param check how often the node looks at it
 */
record LeaseWait(Duration lease, Duration check) {
  /** How long killing a server takes, at most. */
  static final Duration KILL = Duration.ofMillis(300);

  /** For what is not accounted for. */
  static final Duration MARGIN = Duration.ofSeconds(1);

  /**
   * How long after the last instant from which a permission may have been counted. Two clocks drift
   * apart by less than one in a thousand.
   */
  Duration afterPermission() {
    Duration end = lease.plus(check).plus(KILL);
    return end.plus(end.dividedBy(1000)).plus(MARGIN);
  }

  /**
   * How long after all vouchers were seen to follow nobody: a vouch that was withdrawn with its
   * connection is missed by the next look.
   */
  Duration afterApart() {
    return check.plus(KILL).plus(MARGIN);
  }

  /**
   * When the permission has certainly run out. All are instants in nanoseconds of one monotonic
   * clock.
   *
   * @param reading when the uptime was received that the last renewal was counted from; where that
   *     is not known, when this process began
   * @param apart when the last voucher was seen to follow nobody
   * @param vouched whether one of them may have vouched in the time before that
   */
  long over(long reading, long apart, boolean vouched) {
    long counted = vouched && apart - reading > 0 ? apart : reading;
    long permission = counted + afterPermission().toNanos();
    long noticed = apart + afterApart().toNanos();
    return permission - noticed > 0 ? permission : noticed;
  }
}
