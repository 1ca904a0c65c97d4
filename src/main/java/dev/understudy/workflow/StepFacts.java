package dev.understudy.workflow;

import dev.understudy.workflow.definition.StepSpec;
import java.util.Map;

/** What every call of a step type is told, whoever makes it. */
record StepFacts(
    String runId, String cluster, StepSpec spec, String node, Map<String, String> inputs) {}
