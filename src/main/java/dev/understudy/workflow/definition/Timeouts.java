package dev.understudy.workflow.definition;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The four limits of a step, each null when there is none.
 *
 * @param start until the first progress is seen
 * @param attempt for one attempt, looking before and after it included
 * @param noProgress between two signs of progress
 * @param step for the whole step over all its attempts and the delays between them
 */
public record Timeouts(
    @Nullable Duration start,
    @Nullable Duration attempt,
    @Nullable Duration noProgress,
    @Nullable Duration step) {
  public static final Timeouts NONE = new Timeouts(null, null, null, null);
}
