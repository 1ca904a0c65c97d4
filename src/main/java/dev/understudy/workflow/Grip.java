package dev.understudy.workflow;

/**
 * A lease in hand.
 *
 * @param scope what it covers: a cluster, or a single run
 */
record Grip(String scope, String cluster, String run, String holder, long term) {}
