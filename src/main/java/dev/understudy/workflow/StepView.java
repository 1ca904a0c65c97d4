package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step on one node, as the store has it.
 *
 * @param position of the step in the workflow, from 0
 * @param attempts the number of the newest attempt to apply; 0 when nothing was ever applied
 * @param failures attempts that failed since the step was last asked for or done
 * @param term of the lease that it was last worked on under
 * @param notBefore when a delayed retry is due
 * @param clockFrom when the limit for the whole step began to count
 * @param undoing whether the step is being undone, or undoing it failed
 * @param timedOut the limit that ended the newest attempt, or null
 * @param evidence what the newest probe saw
 * @param reason why it was skipped; else empty
 */
public record StepView(
    String run,
    String id,
    String node,
    int position,
    int nodePosition,
    String uses,
    StepStatus status,
    int attempts,
    int failures,
    long term,
    @Nullable Instant notBefore,
    @Nullable Instant clockFrom,
    boolean undoing,
    @Nullable Limit timedOut,
    Map<String, String> evidence,
    @Nullable ErrorClass errorClass,
    @Nullable String error,
    @Nullable String remedy,
    String reason,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt) {

  StepKey key() {
    return new StepKey(id, node);
  }

  /** Whether anything may have been changed by it in this run. */
  boolean touched() {
    return attempts > 0;
  }
}
