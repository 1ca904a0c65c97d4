package dev.understudy.api;

import org.jspecify.annotations.Nullable;

/**
 * What a host said about its server over SSH.
 *
 * @param ageMs how old that is, in milliseconds
 * @param postmaster its process id; null when none runs
 * @param processes those whose working directory is the data directory
 * @param unitState such as active/running
 */
public record HostView(
    long ageMs,
    String bootId,
    double uptimeSeconds,
    @Nullable Integer postmaster,
    int processes,
    String controlState,
    String unitState,
    String unitResult,
    long dataFreeBytes,
    long walFreeBytes,
    long oomKills) {}
