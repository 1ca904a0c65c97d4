package dev.understudy.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the watching knows of a node. Whatever is not known is null; ages are in milliseconds.
 *
 * @param observedMs how long it has been looked at without a gap
 * @param readingMs how old the last answer of its server is, and so everything up to {@code
 *     upstream}
 * @param role primary or standby, by the last answer
 * @param lsn a primary's write position
 * @param receiver the state of a standby's receiver, such as streaming
 * @param messageMs how old the last message of its sender was
 * @param senders the application names of those who stream from it
 * @param upstream the host that it is told to follow
 * @param trouble the class of the failure, when the newest question got no answer
 * @param message what was said about it
 * @param troubleMs since the first such question in a row
 * @param door the class of the failure, when no new connection is let in
 * @param hostTrouble why the host did not answer over SSH
 */
public record NodeView(
    String node,
    long observedMs,
    @Nullable Long readingMs,
    @Nullable String role,
    @Nullable String systemIdentifier,
    @Nullable Integer timeline,
    @Nullable String lsn,
    @Nullable String received,
    @Nullable String replayed,
    @Nullable Boolean paused,
    @Nullable String receiver,
    @Nullable Long messageMs,
    @Nullable List<String> senders,
    @Nullable Integer slots,
    @Nullable Integer connections,
    @Nullable String upstream,
    @Nullable String trouble,
    @Nullable String message,
    @Nullable Long troubleMs,
    @Nullable String door,
    @Nullable HostView host,
    @Nullable String hostTrouble) {}
