package dev.understudy.api;

import org.jspecify.annotations.Nullable;

/**
 * A run that was started, or that goes on.
 *
 * @param run its id
 * @param here whether this process carries it out; if not, a running service does
 * @param note what is worth saying about it, such as that it takes over an interrupted run; null
 *     when nothing is
 */
public record Started(String run, boolean here, @Nullable String note) {}
