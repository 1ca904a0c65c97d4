package dev.understudy.steps;

import dev.understudy.common.PreconditionException;
import dev.understudy.store.FailoverRow;
import dev.understudy.workflow.StepContext;
import java.util.Map;
import java.util.Optional;

/**
 * What a failover's run was asked for, and what it has stored so far.
 *
 * @param node that is to be the primary; empty: the best one
 * @param forced a person says that the old primary takes no writes
 * @param dataLoss a person accepts any loss
 * @param automatic no person asked
 * @param reason of whoever asked
 */
record FailoverOrders(
    String node, boolean forced, boolean dataLoss, boolean automatic, String reason) {
  static FailoverOrders of(StepContext context) {
    return of(context.inputs());
  }

  static FailoverOrders of(Map<String, String> inputs) {
    return new FailoverOrders(
        inputs.getOrDefault("node", ""),
        yes(inputs, "forced"),
        yes(inputs, "data_loss"),
        yes(inputs, "automatic"),
        inputs.getOrDefault("reason", ""));
  }

  private static boolean yes(Map<String, String> inputs, String name) {
    return "yes".equals(inputs.get(name));
  }

  static Optional<FailoverRow> find(Site site, StepContext context) {
    return context.planning() ? Optional.empty() : site.registry().failover(context.runId());
  }

  /**
   * The run's failover.
   *
   * @throws PreconditionException when it was not begun
   */
  static FailoverRow require(Site site, StepContext context) {
    return find(site, context)
        .orElseThrow(
            () -> new PreconditionException(site.name(), "this run has begun no failover", null));
  }
}
