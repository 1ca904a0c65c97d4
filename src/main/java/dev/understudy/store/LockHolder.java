package dev.understudy.store;

import java.time.Instant;

/**
 * Who has a store open for writing.
 *
 * @param since when it was opened
 */
public record LockHolder(Holder holder, Instant since) {}
