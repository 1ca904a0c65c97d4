package dev.understudy.api;

import dev.understudy.common.Severity;
import java.time.Instant;

/**
 * A notification on its way to one channel.
 *
 * @param subject what it is about, such as {@code replication-lag/bravo}
 * @param severity OK when what was told before is over
 * @param state waiting, delivered or given up
 * @param attempts how often it was tried
 * @param failure of the last attempt; empty if there was none
 */
public record DeliveryView(
    Instant at,
    String cluster,
    String subject,
    Severity severity,
    String sentence,
    String channel,
    String state,
    int attempts,
    String failure) {}
