package dev.understudy.workflow.definition;

/** How the nodes of one step are worked through. */
public enum Order {
  PARALLEL,
  /** One node after the other; a failure keeps the rest from starting. */
  SERIAL
}
