package dev.understudy.workflow.definition;

import java.util.Map;
import java.util.Set;

/**
 * A step's {@code when}: whether an input is set to something other than false.
 *
 * @param input the input's name
 * @param negated whether the step is wanted when the input is not set
 */
public record Condition(String input, boolean negated) {
  private static final Set<String> FALSE = Set.of("", "false", "no", "off", "0");

  public boolean holds(Map<String, String> inputs) {
    return FALSE.contains(inputs.getOrDefault(input, "")) == negated;
  }

  /** As a workflow file says it. */
  public String text() {
    return (negated ? "not " : "") + "inputs." + input;
  }
}
