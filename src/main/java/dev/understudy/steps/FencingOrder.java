package dev.understudy.steps;

import dev.understudy.common.Fence;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * What a fencing method is told.
 *
 * @param primary the node that must not take writes any more
 * @param run the run that fences
 * @param fence the authority for changes on the hosts
 * @param since when the run began to fence; stored before anything is asked
 * @param limit how long a method may take; where it needs longer there is no proof
 * @param settled whether another method has proved it, so that nothing more needs to be done
 */
record FencingOrder(
    Site site,
    Node primary,
    String run,
    Fence fence,
    Instant since,
    Duration limit,
    BooleanSupplier settled) {
  FencingOrder(Site site, Node primary, String run, Fence fence, Instant since, Duration limit) {
    this(site, primary, run, fence, since, limit, () -> false);
  }

  /** The same for a method with a limit of its own. */
  FencingOrder within(Duration other, BooleanSupplier over) {
    return new FencingOrder(site, primary, run, fence, since, other, over);
  }
}
