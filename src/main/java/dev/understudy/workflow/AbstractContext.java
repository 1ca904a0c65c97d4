package dev.understudy.workflow;

import java.util.Map;

/** The part of a context that is the same in a run, in an ending and in a plan. */
abstract class AbstractContext implements StepContext {
  private final StepFacts facts;

  AbstractContext(StepFacts facts) {
    this.facts = facts;
  }

  @Override
  public String runId() {
    return facts.runId();
  }

  @Override
  public String cluster() {
    return facts.cluster();
  }

  @Override
  public String step() {
    return facts.spec().id();
  }

  @Override
  public String node() {
    return facts.node();
  }

  @Override
  public Map<String, String> inputs() {
    return facts.inputs();
  }

  @Override
  public Map<String, Object> with() {
    return facts.spec().with();
  }

  @Override
  public boolean planning() {
    return false;
  }
}
