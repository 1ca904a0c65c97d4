package dev.understudy.store;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A node as it was last seen.
 *
 * @param role primary or standby
 * @param state a word for what it does, such as streaming
 * @param lsn as PostgreSQL writes it, such as {@code 16/B374D848}
 */
public record RegisteredNode(
    String cluster,
    String name,
    String role,
    String state,
    OptionalLong timeline,
    Optional<String> lsn,
    Instant updatedAt) {}
