package dev.understudy.postgres;

import dev.understudy.wal.Lsn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node that may take over when the primary is gone, as far as is known of it.
 *
 * @param priority of the configuration; with 0 it never becomes the primary
 * @param state what its server said last; null when it does not answer
 * @param slotLost whether the primary had removed WAL that it still needs
 */
public record Candidate(String node, int priority, @Nullable NodeState state, boolean slotLost) {

  /** All WAL that it has; empty when it has none or does not answer. */
  public Optional<Lsn> received() {
    return state == null || state.received().isEmpty()
        ? Optional.empty()
        : Optional.of(Lsn.parse(state.received()));
  }
}
