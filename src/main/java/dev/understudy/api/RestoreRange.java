package dev.understudy.api;

import java.time.Instant;

/**
 * A span that can be restored to now.
 *
 * @param backup the label of the backup with which it begins
 */
public record RestoreRange(String backup, String fromLsn, String toLsn, Instant from, Instant to) {}
