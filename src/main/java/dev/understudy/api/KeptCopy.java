package dev.understudy.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A data directory that was moved aside.
 *
 * @param bytes what it occupies
 * @param kept when it was moved aside
 * @param reason why, with the run that did it; null when no run of this store did
 */
public record KeptCopy(
    String node, String path, long bytes, Instant kept, @Nullable String reason) {}
