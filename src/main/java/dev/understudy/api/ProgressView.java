package dev.understudy.api;

import org.jspecify.annotations.Nullable;

/**
 * How far a step has come.
 *
 * @param done bytes (or items) done
 * @param total bytes (or items) in all, -1 when unknown
 * @param unit {@code bytes}, or what is counted
 * @param note one line for a person, may be empty
 * @param rate units per second; null when not known
 */
public record ProgressView(long done, long total, String unit, String note, @Nullable Long rate) {}
