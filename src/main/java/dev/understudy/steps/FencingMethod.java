package dev.understudy.steps;

import java.time.Duration;
import java.util.Optional;

/**
 * One way to make sure that a primary takes no more writes. All configured ones are tried side by
 * side; the first proof is enough.
 */
interface FencingMethod {
  /** As the configuration calls it, such as {@code ssh}. */
  String name();

  /**
   * Fences the primary and proves it. Harmless when it is fenced already, and where an earlier call
   * was broken off. A host that cannot be reached is no error: there is no proof then.
   *
   * @return within {@link FencingOrder#limit}
   */
  FencingOutcome fence(FencingOrder order);

  /**
   * How long {@link #fence} may take, where the usual is not the right limit.
   *
   * @param usual what the others keep to
   */
  default Duration limit(Duration usual) {
    return usual;
  }

  /**
   * Asked by the service right before the promotion, where this method's proof could have become
   * untrue since.
   *
   * @return why it is no proof any more; empty when it still is
   * @throws dev.understudy.common.UnderstudyException when that cannot be told: nobody is promoted
   *     before it can
   */
  default Optional<String> untrue(FencingOrder order) {
    return Optional.empty();
  }

  /**
   * Shell that the promotion runs as root on the candidate, under the guard's lock, right before it
   * promotes, where this method's proof could have become untrue since. It calls the function
   * {@code refuse REASON} where that is so. Empty: nothing could.
   */
  default String recheck(FencingOrder order) {
    return "";
  }
}
