package dev.understudy.api;

/**
 * A failover that a person asks for.
 *
 * @param node that is to be the primary; empty: the best one
 * @param forced the person says that the old primary takes no writes, where nothing else proves it
 * @param dataLoss the person accepts that more may be lost than the configuration allows
 * @param reason why, in the person's words; may be empty
 */
public record FailoverOrder(
    String cluster, String node, boolean forced, boolean dataLoss, String reason) {}
