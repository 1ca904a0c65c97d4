package dev.understudy.service;

import dev.understudy.api.TakeOver;
import dev.understudy.api.TakeOver.TakenNode;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.GuardState;
import dev.understudy.steps.Ownership;
import dev.understudy.steps.Site;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.workflow.Leases;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Makes this store count on from what the hosts have seen, so that they will obey it. */
final class TakeOvers {
  private final Session session;
  private final Clock clock;

  TakeOvers(Session session, Clock clock) {
    this.session = session;
    this.clock = clock;
  }

  /**
   * @param run carries the take-over out on the hosts
   */
  TakeOver takeOver(String cluster, Runnable run) {
    if (!session.hasEngine()) {
      throw new UnderstudyException(
          ErrorClass.PRECONDITION,
          cluster,
          "a running service has this store open",
          "stop the service for the take-over, then start it again",
          null);
    }
    Site site = session.workshop().sites().site(cluster);
    Ownership ownership = new Ownership();
    Map<String, Optional<GuardState>> before = ownership.read(site);
    countOn(site, ownership.systemId(site), before);
    run.run();
    List<TakenNode> nodes =
        before.entrySet().stream()
            .map(
                entry ->
                    new TakenNode(
                        entry.getKey(), entry.getValue().map(GuardState::owner).orElse(null)))
            .toList();
    return new TakeOver(cluster, session.store().owner(), nodes);
  }

  private void countOn(Site site, String systemId, Map<String, Optional<GuardState>> seen) {
    long epoch = greatest(seen, GuardState::epoch);
    long term = greatest(seen, GuardState::term);
    String primary = site.primaryName();
    new ClusterRegistry(session.store(), clock)
        .change(
            handle -> Leases.countFrom(handle, site.name(), term),
            changes -> {
              changes.register(site.name(), primary, systemId);
              changes.clearOutdated(site.name());
              changes.raiseEpoch(site.name(), epoch);
            });
  }

  private static long greatest(
      Map<String, Optional<GuardState>> seen, ToLongFunction<GuardState> number) {
    return seen.values().stream().flatMap(Optional::stream).mapToLong(number).max().orElse(1);
  }
}
