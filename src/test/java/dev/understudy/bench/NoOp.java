package dev.understudy.bench;

import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A step that does nothing, and notes how long after the step before it in its run it began. Runs
 * carry out one such step at a time, so that is what one step takes with all its records.
 */
final class NoOp implements StepType {
  private final String name;
  private final boolean applied;
  private final Set<String> met = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> last = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

  /**
   * @param applied whether the goal is met only after it was applied
   */
  NoOp(String name, boolean applied) {
    this.name = name;
    this.applied = applied;
  }

  /** The durations so far, in nanoseconds, in order of size. */
  long[] sorted() {
    return nanos.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    String key = context.runId() + "/" + context.step() + "@" + context.node();
    if (met.contains(key)) {
      return Probe.met(Map.of("seen", key));
    }
    Long before = last.put(context.runId(), System.nanoTime());
    if (before != null) {
      nanos.add(System.nanoTime() - before);
    }
    return applied
        ? Probe.notMet(Change.of("thing", key, "", "there"))
        : Probe.met(Map.of("seen", key));
  }

  @Override
  public void apply(StepContext context) {
    met.add(context.runId() + "/" + context.step() + "@" + context.node());
  }
}
