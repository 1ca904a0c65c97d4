package dev.understudy.workflow;

/** A step on a node. */
record StepKey(String step, String node) {
  @Override
  public String toString() {
    return step + " on " + node;
  }
}
