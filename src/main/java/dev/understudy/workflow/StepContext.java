package dev.understudy.workflow;

import dev.understudy.common.Fence;
import java.util.Map;

/** All that a step type is told when it is called. */
public interface StepContext {
  /** The run's id; in a plan, an id that no run has. */
  String runId();

  String cluster();

  /** The step's id in the workflow file. */
  String step();

  /** The node that the step is for, or {@link Targets#SERVICE}. */
  String node();

  /** Counted from 1; the number of the attempt that is underway when detached work is resumed. */
  int attempt();

  /** The run's inputs. */
  Map<String, String> inputs();

  /** The step's parameters, as the workflow file has them: strings, numbers, lists, maps. */
  Map<String, Object> with();

  /** The authority for changes. In a plan there is none, and asking for it is an error. */
  Fence fence();

  /** Whether this is a plan: probes only. */
  boolean planning();

  /** Records progress; cheap enough to be called every second. */
  void progress(Progress progress);

  /**
   * To be called between waits of long work: returns at once, or ends the attempt here because the
   * run is to pause, is cancelled, is pre-empted, or a timeout passed. Detached work goes on.
   *
   * @throws SuspendedException which must not be caught by step types
   */
  void safePoint();

  /** An id for detached work: unique to run, step, node and attempt. */
  default String jobId() {
    return runId() + "." + step() + "." + attempt();
  }
}
