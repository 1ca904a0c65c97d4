package dev.understudy.workflow.definition;

import org.jspecify.annotations.Nullable;

/**
 * One input of a workflow.
 *
 * @param required whether a run without it is refused
 * @param defaultValue what it is when not given, or null
 * @param description for a person, may be empty
 */
public record InputSpec(boolean required, @Nullable String defaultValue, String description) {}
