package dev.understudy.workflow;

import dev.understudy.common.Fence;
import java.util.Map;

/** A step's context of which nothing matters. */
public final class NoContext implements StepContext {
  @Override
  public String runId() {
    return "r1";
  }

  @Override
  public String cluster() {
    return "orders";
  }

  @Override
  public String step() {
    return "saying";
  }

  @Override
  public String node() {
    return "alpha";
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public Map<String, String> inputs() {
    return Map.of();
  }

  @Override
  public Map<String, Object> with() {
    return Map.of();
  }

  @Override
  public Fence fence() {
    return new Fence("me", "orders", 1, 1);
  }

  @Override
  public boolean planning() {
    return false;
  }

  @Override
  public void progress(Progress progress) {}

  @Override
  public void safePoint() {}
}
