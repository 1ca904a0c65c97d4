package dev.understudy.service;

import dev.understudy.api.FailoverOrder;
import dev.understudy.api.FailoverView;
import dev.understudy.config.FencingConfig;
import dev.understudy.postgres.CandidateChoice;
import dev.understudy.steps.FailoverPreview;
import dev.understudy.steps.Site;
import java.util.Map;
import java.util.TreeMap;

/** A person's order of a failover, as the inputs of its workflow, and what it would do. */
final class Failovers {
  private Failovers() {}

  /**
   * @param who asks
   */
  static Map<String, String> inputs(FailoverOrder order, long epoch, String who) {
    Map<String, String> inputs = new TreeMap<>();
    // A run of an earlier epoch, which may still have something to do, is no answer to this order.
    inputs.put("epoch", Long.toString(epoch));
    inputs.put("node", order.node());
    inputs.put("forced", order.forced() ? "yes" : "no");
    inputs.put("data_loss", order.dataLoss() ? "yes" : "no");
    inputs.put("reason", order.reason().isEmpty() ? who : who + ": " + order.reason());
    return inputs;
  }

  static FailoverView preview(Site site, FailoverOrder order) {
    FailoverPreview preview = FailoverPreview.look(site, inputs(order, site.epoch(), ""));
    CandidateChoice choice = preview.choice();
    return new FailoverView(
        site.name(),
        site.primaryName(),
        preview.serving().isPresent(),
        choice.node().orElse(null),
        choice.behind().isPresent() ? choice.behind().getAsLong() : null,
        choice.refused(),
        site.config().failover().fencing().stream().map(FencingConfig::word).toList());
  }
}
