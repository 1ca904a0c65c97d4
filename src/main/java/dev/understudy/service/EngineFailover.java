package dev.understudy.service;

import dev.understudy.failover.FailoverStarter;
import dev.understudy.failover.Verdict;
import dev.understudy.postgres.LastPrimary;
import dev.understudy.provision.Requests;
import dev.understudy.workflow.Signal;
import dev.understudy.workflow.Signals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Failovers as runs of the engine of this process. */
final class EngineFailover implements FailoverStarter {
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final String WHO = "the service";

  private final Signals signals;

  EngineFailover(Signals signals) {
    this.signals = signals;
  }

  /** Has an old primary rejoin, or joins the run that does. */
  void rejoin(String cluster, String node) {
    signals.ask(new Requests(WHO).rejoin(cluster, node), ANSWER).orThrow();
  }

  /** Changes for which standbys commits wait. */
  void synchronous(String cluster, List<String> standbys, boolean urgent, String reason) {
    signals.ask(new Requests(WHO).synchronous(cluster, standbys, urgent, reason), ANSWER).orThrow();
  }

  @Override
  public String start(Verdict verdict, LastPrimary last) {
    Map<String, String> inputs = new TreeMap<>();
    inputs.put("automatic", "yes");
    inputs.put("reason", verdict.code().label() + ": " + verdict.sentence());
    if (last.timeline() > 0) {
      inputs.put("timeline", Integer.toString(last.timeline()));
    }
    last.written().ifPresent(written -> inputs.put("position", written.toString()));
    Signal start = new Requests(WHO).failover(verdict.cluster(), inputs);
    return signals.ask(start, ANSWER).orThrow();
  }
}
