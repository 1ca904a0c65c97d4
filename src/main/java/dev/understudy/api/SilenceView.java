package dev.understudy.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person has said about findings.
 *
 * @param kind acknowledgement, silence or maintenance
 * @param check null: every check
 * @param node null: every node, and the cluster itself
 * @param finding the one that is acknowledged; null for other kinds
 * @param owner who said so, or does the work
 * @param until when it ends by itself
 * @param ended when it was ended before its time; null when it was not
 */
public record SilenceView(
    long id,
    String kind,
    String cluster,
    @Nullable String check,
    @Nullable String node,
    @Nullable Long finding,
    String owner,
    String reason,
    Instant from,
    Instant until,
    @Nullable Instant ended) {}
