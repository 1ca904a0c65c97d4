package dev.understudy.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That another node became the primary of a cluster.
 *
 * @param at when the store knew it
 * @param kind the workflow that did it: switchover or failover
 * @param epoch the cluster's, from then on
 * @param timeline that ended with it; null when it was not known
 * @param lsn the old primary's last known position; null when it was not known
 * @param proof what showed that the old primary took no writes any more; {@code forced} where a
 *     person said so
 * @param by who asked for it
 * @param reason why, in the words of whoever asked; null when nothing was said
 */
public record RoleChange(
    Instant at,
    String kind,
    String from,
    String to,
    long epoch,
    @Nullable Integer timeline,
    @Nullable String lsn,
    @Nullable String proof,
    String run,
    String by,
    @Nullable String reason) {}
