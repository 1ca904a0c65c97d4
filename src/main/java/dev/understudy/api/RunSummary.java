package dev.understudy.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run in one line.
 *
 * @param status pending, running, waiting, paused, done, failed or cancelled
 * @param started null while it is pending
 * @param finished null until it is done, failed or cancelled
 * @param reason why it is in this status, where that needs a reason
 */
public record RunSummary(
    String id,
    String workflow,
    String cluster,
    String status,
    @Nullable Instant started,
    @Nullable Instant finished,
    @Nullable String reason) {}
