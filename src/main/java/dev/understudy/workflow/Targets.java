package dev.understudy.workflow;

import java.util.List;
import java.util.Map;

/** Turns a step's {@code on} into nodes when a run begins. */
@FunctionalInterface
public interface Targets {
  /** The pseudo-node of steps that concern no single host. */
  String SERVICE = "service";

  /**
   * @param cluster the run's cluster
   * @param selector the word after {@code on}, such as {@code all}, {@code primary}, {@code
   *     standbys}
   * @param inputs the run's inputs
   * @return node names in order; empty when the step has nothing to do
   * @throws dev.understudy.common.UnderstudyException CONFIGURATION for an unknown selector
   */
  List<String> resolve(String cluster, String selector, Map<String, String> inputs);
}
