package dev.understudy.workflow;

import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.RegisteredCluster;
import dev.understudy.store.SharedCommits;
import dev.understudy.store.Store;
import dev.understudy.workflow.definition.Definitions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Jdbi;

/**
 * What an engine is made of.
 *
 * @param writer the engine's way to the store's one writing connection; it closes that
 * @param reader the store's readers
 * @param owner the store's UUID
 * @param epochs a cluster's epoch; 1 for a cluster that is not registered
 * @param random for delays and run ids; used by one thread at a time
 * @param types the step types by the names that workflow files use
 * @param listeners told about every event after its commit
 */
public record EngineSetup(
    SharedCommits writer,
    Jdbi reader,
    String owner,
    ToLongFunction<String> epochs,
    Holders holders,
    Clock clock,
    RandomGenerator random,
    Map<String, StepType> types,
    Definitions definitions,
    Targets targets,
    CrashPoints crashPoints,
    List<EventListener> listeners,
    Timing timing) {
  public EngineSetup {
    types = Map.copyOf(types);
    listeners = List.copyOf(listeners);
  }

  /** What a service has: the store's own connections, the system's clock, no crash points. */
  public static EngineSetup of(
      Store store,
      ClusterRegistry clusters,
      Map<String, StepType> types,
      Definitions definitions,
      Targets targets,
      List<EventListener> listeners) {
    return new EngineSetup(
        store.sharedCommits(),
        store.reader(),
        store.owner(),
        cluster -> clusters.find(cluster).map(RegisteredCluster::epoch).orElse(1L),
        Holders.SYSTEM,
        Clock.systemUTC(),
        new SecureRandom(),
        types,
        definitions,
        targets,
        CrashPoints.halting(System.getProperty(CrashPoints.PROPERTY)),
        listeners,
        Timing.STANDARD);
  }
}
