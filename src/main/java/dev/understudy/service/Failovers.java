package dev.understudy.service;

import dev.understudy.api.FailoverOrder;
import dev.understudy.api.FailoverView;
import dev.understudy.api.Started;
import dev.understudy.config.FencingConfig;
import dev.understudy.postgres.CandidateChoice;
import dev.understudy.provision.Requests;
import dev.understudy.steps.FailoverPreview;
import dev.understudy.steps.Site;
import dev.understudy.workflow.Runs;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

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

  /**
   * The unfinished run of the same order, which is joined: also one that has come past the change
   * of the epoch. One that waits for a person is another matter.
   */
  static Optional<Started> underWay(Runs runs, FailoverOrder order, boolean here) {
    return runs.unfinished().stream()
        .filter(run -> run.workflow().equals(Requests.FAILOVER))
        .filter(run -> run.cluster().equals(order.cluster()) && !run.status().isAtRest())
        .filter(run -> same(run.inputs(), inputs(order, 0, "")))
        .findFirst()
        .map(
            run ->
                new Started(
                    run.id(),
                    here,
                    "A failover is under way already: run " + run.id() + " is followed."));
  }

  private static boolean same(Map<String, String> one, Map<String, String> other) {
    return Stream.of("node", "forced", "data_loss")
        .allMatch(name -> other.get(name).equals(one.get(name)));
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
