package dev.understudy.service;

import dev.understudy.config.Configuration;
import dev.understudy.failover.Anticipation;
import dev.understudy.failover.Circumstances.Surroundings;
import dev.understudy.failover.Keeper;
import dev.understudy.failover.Observer;
import dev.understudy.failover.Rejoiner;
import dev.understudy.failover.Verdict;
import dev.understudy.failover.Verdicts;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.watch.Moments;
import dev.understudy.watch.NodeSnapshot;
import dev.understudy.watch.Watch;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The judging of all watched clusters in a service. */
final class Observing implements AutoCloseable {
  private final ExecutorService workers =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "observer");
            thread.setDaemon(true);
            return thread;
          });
  private final Observer observer;
  private final Rejoiner rejoiner;
  private final Keeper keeper;
  private final Anticipation anticipation;

  private Observing(
      Supplier<Configuration> configuration,
      Session session,
      Watch watch,
      EngineFailover starter,
      Clock clock) {
    Neighbours neighbours = new Neighbours(workers);
    ObservedFacts facts =
        new ObservedFacts(
            session.store(), clock, () -> surroundings(watch, neighbours), new OwnHost());
    this.observer =
        new Observer(
            () -> configuration.get().clusters(),
            facts,
            new Verdicts(session.store()),
            starter,
            workers,
            Moments.SYSTEM);
    this.rejoiner =
        new Rejoiner(
            () -> configuration.get().clusters(),
            new ClusterRegistry(session.store(), clock),
            starter::rejoin,
            workers,
            Moments.SYSTEM);
    this.anticipation = new Anticipation(() -> configuration.get().clusters(), session::approach);
    this.keeper =
        new Keeper(
            () -> configuration.get().clusters(),
            new ClusterRegistry(session.store(), clock),
            facts::active,
            starter::synchronous,
            workers,
            Moments.SYSTEM);
  }

  /** Begins; what the watching tells is judged from now on. */
  static Observing start(
      Supplier<Configuration> configuration,
      Session session,
      Watch watch,
      EngineFailover starter,
      Clock clock) {
    Observing observing = new Observing(configuration, session, watch, starter, clock);
    // Ends with the watching.
    watch.subscribe(observing.anticipation);
    watch.subscribe(observing.observer);
    watch.subscribe(observing.rejoiner);
    watch.subscribe(observing.keeper);
    return observing;
  }

  /** A node of any cluster that answers is somebody; else the gateway is asked. */
  private static Surroundings surroundings(Watch watch, Neighbours neighbours) {
    boolean anybody =
        watch.clusters().stream()
            .anyMatch(
                cluster ->
                    watch.snapshot(cluster).nodes().values().stream()
                        .anyMatch(NodeSnapshot::answers));
    return anybody ? Surroundings.SEEN : neighbours.gateway();
  }

  /** The newest verdict on a cluster; empty before the first. */
  Optional<Verdict> verdict(String cluster) {
    return observer.verdict(cluster);
  }

  @Override
  public void close() {
    observer.close();
    workers.shutdownNow();
  }
}
