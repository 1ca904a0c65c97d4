package dev.understudy.api;

/**
 * What this process has done of one kind, since it began.
 *
 * @param what {@code step probe}, {@code step apply}, {@code step undo}, {@code ssh login} or
 *     {@code ssh command}
 * @param kind the type of the step; empty for the others
 * @param outcome {@code done}, {@code suspended}, or the class of its error
 * @param seconds all together
 */
public record Activity(String what, String kind, String outcome, long count, double seconds) {}
