package dev.understudy.store;

import java.time.Instant;

/**
 * A cluster as the store knows it.
 *
 * @param epoch 1 at first; grows by one at every change of primary
 * @param primaryNode the node that is the primary, by name
 * @param systemId PostgreSQL's system identifier, in decimal
 */
public record RegisteredCluster(
    String name,
    long epoch,
    String primaryNode,
    String systemId,
    Instant createdAt,
    Instant updatedAt) {}
