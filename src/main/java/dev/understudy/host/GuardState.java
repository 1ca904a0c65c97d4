package dev.understudy.host;

/**
 * The newest authority that a host's guard has seen for a cluster.
 *
 * @param owner the UUID of the store in charge
 */
public record GuardState(String owner, long epoch, long term) {}
