package dev.understudy.store;

import java.time.Duration;
import java.time.Instant;

/**
 * What a restore drill measured.
 *
 * @param run that did it
 * @param endedAt when it was recorded
 * @param why it did not pass; empty when it did
 * @param backup the label of the backup that was restored
 * @param restoredBytes the size of the cluster in the backup
 * @param replayedBytes of WAL
 * @param checks what was checked, and how that went, as JSON: name to words
 */
public record DrillRow(
    String run,
    Instant endedAt,
    boolean passed,
    String why,
    String backup,
    long restoredBytes,
    Duration restore,
    long replayedBytes,
    Duration replay,
    String checks) {}
