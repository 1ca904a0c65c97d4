package dev.understudy.workflow;

/**
 * One thing that a run would change.
 *
 * @param irreversible whether the step is a point of no return
 */
public record PlannedChange(String node, String step, Change change, boolean irreversible) {}
