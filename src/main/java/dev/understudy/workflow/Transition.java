package dev.understudy.workflow;

/**
 * One legal move.
 *
 * @param text what the event log says about it; the circumstances follow after a colon
 */
record Transition<S extends Enum<S>, E extends Enum<E>>(S from, E event, S to, String text) {}
