package dev.understudy.failover;

import dev.understudy.postgres.CandidateChoice;
import java.util.List;

/**
 * What is the matter with a cluster, and what may be done.
 *
 * @param primary the registered primary; empty when there is none
 * @param action the most that may be done; what speaks against a failover is in {@code obstacles}
 * @param sentence explains it
 * @param evidence what it rests on, a sentence each
 * @param obstacles why a failover that the verdict allows is not started by itself; empty when it
 *     is, and for all other actions
 * @param choice who would take over
 */
public record Verdict(
    String cluster,
    String primary,
    Code code,
    Action action,
    String sentence,
    List<String> evidence,
    List<String> obstacles,
    CandidateChoice choice) {
  public Verdict {
    evidence = List.copyOf(evidence);
    obstacles = List.copyOf(obstacles);
  }

  /** Whether a failover is to be started now, by nobody's word. */
  public boolean startsFailover() {
    return action == Action.FAILOVER && obstacles.isEmpty() && choice.node().isPresent();
  }

  /** Whether the other one says the same; evidence ages with every look, and counts for nothing. */
  public boolean same(Verdict other) {
    return code == other.code
        && action == other.action
        && primary.equals(other.primary)
        && obstacles.equals(other.obstacles);
  }
}
