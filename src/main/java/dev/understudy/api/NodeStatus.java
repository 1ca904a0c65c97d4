package dev.understudy.api;

import org.jspecify.annotations.Nullable;

/**
 * A node as it was just seen. What could not be found out is null.
 *
 * @param role primary, standby or unknown
 * @param state running, streaming, starting, stopped, unreachable… in one word
 * @param lsn where its WAL ends
 * @param received the last position received, on a standby
 * @param replayed the last position replayed, on a standby
 * @param lagBytes how far replay is behind the primary
 * @param streaming whether a WAL receiver is at work, on a standby
 * @param inSync whether a commit waits for it
 * @param note one line on what is out of the ordinary
 */
public record NodeStatus(
    String name,
    String role,
    String state,
    @Nullable Long timeline,
    @Nullable String lsn,
    @Nullable String received,
    @Nullable String replayed,
    @Nullable Long lagBytes,
    @Nullable Boolean streaming,
    @Nullable Boolean inSync,
    @Nullable String note) {}
