package dev.understudy.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run with its steps.
 *
 * @param status pending, running, waiting, paused, done, failed or cancelled
 * @param started null while it is pending
 * @param finished null until it is done, failed or cancelled
 * @param reason why it is in this status, where that needs a reason
 * @param steps one for each step and node, in the order of the workflow
 */
public record RunDetail(
    String id,
    String workflow,
    String cluster,
    String status,
    @Nullable Instant started,
    @Nullable Instant finished,
    @Nullable String reason,
    List<StepDetail> steps) {
  public RunDetail {
    steps = List.copyOf(steps);
  }
}
