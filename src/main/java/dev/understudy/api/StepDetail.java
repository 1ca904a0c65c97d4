package dev.understudy.api;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step of a run on one node.
 *
 * @param status pending, running, waiting, paused, done, failed, cancelled, unknown, satisfied or
 *     skipped
 * @param attempts how many were made
 * @param evidence what the last probe saw
 * @param error of the last attempt, null when it had none
 * @param progress of the attempt that is underway, null when there is none
 */
public record StepDetail(
    String id,
    String node,
    String status,
    int attempts,
    Map<String, String> evidence,
    @Nullable ErrorView error,
    @Nullable Instant started,
    @Nullable Instant finished,
    @Nullable ProgressView progress) {}
