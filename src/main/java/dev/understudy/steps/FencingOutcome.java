package dev.understudy.steps;

import java.util.Map;

/** What came of one way of fencing. */
sealed interface FencingOutcome {
  /**
   * The primary takes no more writes.
   *
   * @param evidence what shows it, for a person; never a secret
   */
  record Proof(Map<String, String> evidence) implements FencingOutcome {
    public Proof {
      evidence = Map.copyOf(evidence);
    }
  }

  /**
   * Nobody can say that.
   *
   * @param reason one short sentence
   */
  record NoProof(String reason) implements FencingOutcome {}
}
