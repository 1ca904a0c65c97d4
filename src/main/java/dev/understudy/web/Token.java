package dev.understudy.web;

import java.time.Instant;

/**
 * A token as it is kept.
 *
 * @param name whose it is; it stands in the log and in runs
 * @param hash SHA-256 of the token in hexadecimal; the token itself is random enough that a slow
 *     hash would add nothing
 */
public record Token(String name, Role role, String hash, Instant created) {}
