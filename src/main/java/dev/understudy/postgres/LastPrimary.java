package dev.understudy.postgres;

import dev.understudy.wal.Lsn;
import java.util.Optional;

/**
 * What is known of the primary that is gone.
 *
 * @param systemIdentifier in decimal
 * @param timeline that it wrote last; 0 when it is not known
 * @param written its last known position; empty when none is known
 */
public record LastPrimary(String systemIdentifier, int timeline, Optional<Lsn> written) {
  /** What a primary said of itself. */
  public static LastPrimary of(NodeState state) {
    return new LastPrimary(
        state.systemIdentifier(),
        state.timeline(),
        Optional.of(state.lsn()).filter(lsn -> !lsn.isEmpty()).map(Lsn::parse));
  }
}
