package dev.understudy.workflow;

/**
 * What a step of a workflow does: look, act, look again. Stateless; every call gets its context.
 *
 * <p>A probe changes nothing, anywhere. It must give a sensible answer in a world where the steps
 * before it have not been carried out, since a plan consists of probes only.
 */
public interface StepType {
  /** The name by which workflow files use it, such as {@code postgres.settings}. */
  String name();

  Reversibility reversibility();

  /** Whether the goal is met, and if not, what would change. */
  Probe probe(StepContext context);

  /**
   * Brings the goal about. Called only after a probe that found it not met or underway, and
   * followed by another probe, which must find it met.
   *
   * @throws dev.understudy.common.UnderstudyException whose class decides about retrying
   */
  void apply(StepContext context);

  /** Takes back what {@link #apply} did; called for {@link Reversibility#REVERSIBLE} types only. */
  default void undo(StepContext context) {}

  /**
   * Called when a more urgent run pre-empts this one in the middle of this step, or when it is
   * cancelled there: ends detached work that must not go on.
   */
  default void abandon(StepContext context) {}
}
