package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;

/** Why it cannot be said what a step would change on a node, or that it would fail there. */
public record PlanProblem(
    String node, String step, ErrorClass errorClass, String message, String remedy) {}
