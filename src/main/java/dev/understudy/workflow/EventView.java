package dev.understudy.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the event log.
 *
 * @param seq grows over the whole store
 * @param number counts the run's events from 1 without a gap
 * @param step null when the event concerns the run as a whole
 * @param kind such as {@code step.begun}
 * @param from the status before; null when none changed
 * @param to the status after; null when none changed
 * @param text a sentence for a person
 */
public record EventView(
    long seq,
    String run,
    long number,
    String cluster,
    @Nullable String step,
    @Nullable String node,
    String kind,
    @Nullable String from,
    @Nullable String to,
    String text,
    long term,
    Instant at) {}
