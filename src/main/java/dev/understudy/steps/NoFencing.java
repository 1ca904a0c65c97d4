package dev.understudy.steps;

/** A configured way to fence that this version cannot go by. */
record NoFencing(String name) implements FencingMethod {
  @Override
  public FencingOutcome fence(FencingOrder order) {
    return new FencingOutcome.NoProof("this version does not fence by " + name);
  }
}
