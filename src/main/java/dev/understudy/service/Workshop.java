package dev.understudy.service;

import dev.understudy.audit.Auditor;
import dev.understudy.audit.Snapshots;
import dev.understudy.common.Sleeper;
import dev.understudy.common.Tally;
import dev.understudy.config.Configuration;
import dev.understudy.host.SshHosts;
import dev.understudy.postgres.Passwords;
import dev.understudy.provision.Requests;
import dev.understudy.steps.NodeTargets;
import dev.understudy.steps.Sites;
import dev.understudy.steps.StepTypes;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.Store;
import dev.understudy.workflow.EngineSetup;
import dev.understudy.workflow.EventListener;
import dev.understudy.workflow.Planner;
import dev.understudy.workflow.Runs;
import dev.understudy.workflow.StepType;
import dev.understudy.workflow.Targets;
import dev.understudy.workflow.definition.DefinitionFiles;
import dev.understudy.workflow.definition.Definitions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The object graph over one open store. */
final class Workshop implements AutoCloseable {
  private final Supplier<Configuration> configuration;
  private final SshHosts hosts;
  private final Sites sites;
  private final ClusterRegistry registry;
  private final Map<String, StepType> types;
  private final Definitions definitions;
  private final Targets targets;

  Workshop(
      Supplier<Configuration> configuration,
      SshHosts hosts,
      Store store,
      Clock clock,
      Tally tally) {
    this.configuration = configuration;
    this.hosts = hosts;
    this.registry = new ClusterRegistry(store, clock);
    this.sites =
        new Sites(configuration, hosts, registry, new Passwords(configuration.get().data()));
    this.types =
        MaskedStep.all(
            CountedStep.all(
                StepTypes.all(
                    sites, store.owner(), new Runs(store.reader()), clock, Sleeper.SYSTEM),
                tally),
            () -> configuration.get().secrets());
    this.definitions =
        new DefinitionFiles(
            Workshop.class.getClassLoader(),
            configuration.get().data().resolve("workflows"),
            types.keySet());
    this.targets = new NodeTargets(sites);
  }

  Sites sites() {
    return sites;
  }

  Planner planner() {
    return new Planner(types, definitions, targets);
  }

  /** What carries out checks. */
  Auditor auditor(Store store, Clock clock, Snapshots snapshots) {
    return new Auditor(
        store,
        clock,
        snapshots,
        cluster -> planner().plan(Requests.PROVISION, cluster, Plans.inputs(cluster)),
        () -> configuration.get().service().storeBackup());
  }

  EngineSetup engineSetup(Store store, EventListener listener) {
    return EngineSetup.of(
        store, registry, types, definitions, targets, List.of(new EventLog(), listener));
  }

  /** As {@link SshHosts#approach(String, Set)}. */
  void approach(String cluster, Set<String> nodes) {
    hosts.approach(cluster, nodes);
  }

  @Override
  public void close() {
    hosts.close();
  }
}
