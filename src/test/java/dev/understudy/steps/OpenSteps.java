package dev.understudy.steps;

import java.time.Duration;

/** Pure decisions of steps, for simulations that carry the steps out themselves. */
public final class OpenSteps {
  private OpenSteps() {}

  /** When a permission has certainly run out; nanoseconds. */
  public static long leaseOver(
      Duration lease, Duration check, long reading, long apart, boolean vouched) {
    return new LeaseWait(lease, check).over(reading, apart, vouched);
  }

  /** How long a vouch may have counted. */
  public static Duration vouchCounts(Duration lease, Duration check) {
    return new LeaseWait(lease, check).afterPermission();
  }
}
