package dev.understudy.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a run.
 *
 * @param kind what sort of event, such as {@code run}, {@code step}, {@code progress}
 * @param run the run's id
 * @param step null when it concerns the run as a whole
 * @param node null when it concerns no single node
 * @param status the new status of the run or, when there is a step, of the step; null when the
 *     event changes none
 * @param attempt of the step, 0 when there is none
 * @param sentence for a person; empty for mere progress
 * @param progress null when the event brings none
 */
public record RunEvent(
    Instant at,
    String kind,
    String run,
    @Nullable String step,
    @Nullable String node,
    @Nullable String status,
    int attempt,
    String sentence,
    @Nullable ProgressView progress) {}
