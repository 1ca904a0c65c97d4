package dev.understudy.api;

import java.util.Optional;

/**
 * Names a step of a run.
 *
 * @param node empty: on every node where the order makes sense
 */
public record StepRef(String step, Optional<String> node) {}
