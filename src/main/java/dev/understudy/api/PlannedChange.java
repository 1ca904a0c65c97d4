package dev.understudy.api;

/**
 * One thing that a run would change.
 *
 * @param node where
 * @param step by which step of the workflow
 * @param kind what sort of thing: file, setting, role, slot, package, directory, service…
 * @param subject which one: a path, a name
 * @param before its state now, empty when there is none; several lines for a file
 * @param after its state then, empty when it is removed
 * @param restart whether it takes effect only with a restart of PostgreSQL on the node
 * @param irreversible whether cancelling the run later does not take it back
 */
public record PlannedChange(
    String node,
    String step,
    String kind,
    String subject,
    String before,
    String after,
    boolean restart,
    boolean irreversible) {}
