package dev.understudy.steps;

import dev.understudy.common.UnderstudyException;
import dev.understudy.postgres.CandidateChoice;
import dev.understudy.postgres.NodeState;
import java.util.Map;
import java.util.Optional;

/**
 * What a failover would do now, as far as looking tells.
 *
 * @param serving what the primary says, where it answers and takes writes
 */
public record FailoverPreview(Optional<NodeState> serving, CandidateChoice choice) {
  /** Looks at every node; changes nothing. */
  public static FailoverPreview look(Site site, Map<String, String> inputs) {
    Optional<NodeState> serving = serving(site);
    FailoverChoice choice = new FailoverChoice(site, FailoverOrders.of(inputs));
    return new FailoverPreview(serving, choice.now(site.primaryName(), serving));
  }

  /** What the primary says, if it says anything and takes writes. */
  static Optional<NodeState> serving(Site site) {
    try {
      return Optional.of(NodeState.read(site.primary().psql().within(FailoverChoice.LIMIT)))
          .filter(state -> !state.inRecovery());
    } catch (UnderstudyException e) {
      // Whatever it is that keeps it from answering, others decide what follows.
      return Optional.empty();
    }
  }
}
