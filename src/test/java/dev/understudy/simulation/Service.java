package dev.understudy.simulation;

import dev.understudy.config.Configuration;
import dev.understudy.postgres.Passwords;
import dev.understudy.steps.NodeTargets;
import dev.understudy.steps.Sites;
import dev.understudy.steps.StepTypes;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.RegisteredCluster;
import dev.understudy.store.Store;
import dev.understudy.workflow.CrashPoints;
import dev.understudy.workflow.EngineSetup;
import dev.understudy.workflow.Holders;
import dev.understudy.workflow.MortalEngine;
import dev.understudy.workflow.Runs;
import dev.understudy.workflow.Signal;
import dev.understudy.workflow.StepType;
import dev.understudy.workflow.definition.Definition;
import dev.understudy.workflow.definition.DefinitionFiles;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The service on simulated machines: real engine, step types, workflow files and store. */
final class Service {
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final String CLUSTER = "orders";

  private final Life life = new Life();
  private final @Nullable Reaper reaper;
  private final DefinitionFiles files;
  private final MortalEngine engine;

  /** Names a process. All of them but the newest are known to be dead. */
  private record Process(String current) implements Holders {
    @Override
    public boolean provablyGone(String holder) {
      return !holder.equals(current);
    }
  }

  /**
   * @param name of the process; each has its own
   * @param blow when it dies; null when it lives on
   */
  Service(String name, World world, Store store, Configuration configuration, @Nullable Blow blow) {
    this.reaper = blow == null ? null : new Reaper(blow, this::die);
    ClusterRegistry registry = new ClusterRegistry(store, CLOCK);
    Passwords passwords = new Passwords(configuration.data());
    Sites sites =
        new Sites(
            () -> configuration,
            new SimHosts(world, life),
            registry,
            passwords,
            config -> new SimCloud(world, life));
    Map<String, StepType> types = types(sites, store, new SimConnector(world, life));
    this.files =
        new DefinitionFiles(
            StepTypes.class.getClassLoader(),
            configuration.data().resolve("workflows"),
            types.keySet());
    EngineSetup setup =
        new EngineSetup(
            store.sharedCommits(),
            store.reader(),
            store.owner(),
            cluster -> registry.find(cluster).map(RegisteredCluster::epoch).orElse(1L),
            new Process(name),
            CLOCK,
            new SecureRandom(),
            types,
            files,
            new NodeTargets(sites),
            reaper == null ? CrashPoints.NONE : reaper,
            List.of(),
            MortalEngine.timing(Duration.ofMillis(200)));
    this.engine = new MortalEngine(setup, store, CLOCK);
  }

  private Map<String, StepType> types(Sites sites, Store store, SimConnector connector) {
    Runs runs = new Runs(store.reader());
    Map<String, StepType> types =
        new HashMap<>(StepTypes.all(sites, store.owner(), runs, CLOCK, time -> {}, connector));
    Reaper death = reaper;
    if (death != null) {
      life.watchJobs(death::sawJob);
      life.watchEffects(death::sawEffects);
      types.replaceAll((name, type) -> death.watching(type));
    }
    return types;
  }

  /** The packaged workflows. */
  List<Definition> workflows() {
    return files.names().stream().map(files::get).toList();
  }

  void start() {
    engine.start();
  }

  String begin(String workflow, Map<String, String> inputs) {
    Map<String, String> all = new HashMap<>(inputs);
    all.put("cluster", CLUSTER);
    return engine.ask(Signal.start(workflow, CLUSTER, all, "test"));
  }

  /** Whether the service died as it was to. */
  boolean died() {
    return Objects.requireNonNull(reaper).struck();
  }

  private void die() {
    engine.die();
    life.end();
  }

  void bury() {
    life.end();
    engine.bury();
  }
}
