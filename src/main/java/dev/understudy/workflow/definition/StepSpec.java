package dev.understudy.workflow.definition;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of a workflow.
 *
 * @param uses the step type's name
 * @param selector the word after {@code on}; empty when nodes are listed by name
 * @param nodes the nodes listed after {@code on}; empty when there is a selector
 * @param when null when the step is always wanted
 * @param together whether it begins with the step before it, not after it
 * @param with the parameters: strings, numbers, booleans, lists, maps
 */
public record StepSpec(
    String id,
    String uses,
    String selector,
    List<String> nodes,
    Order order,
    boolean together,
    @Nullable Condition when,
    Map<String, Object> with,
    RetryPolicy retry,
    Timeouts timeouts,
    OnFailure onFailure,
    String description) {}
