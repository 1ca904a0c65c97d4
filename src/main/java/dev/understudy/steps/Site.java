package dev.understudy.steps;

import dev.understudy.archive.ArchiveEngine;
import dev.understudy.archive.ArchiveEngines;
import dev.understudy.archive.DirectoryEngine;
import dev.understudy.archive.Drill;
import dev.understudy.archive.Drills;
import dev.understudy.archive.RestoreWrapper;
import dev.understudy.cloud.Cloud;
import dev.understudy.cloud.Clouds;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.NodeConfig;
import dev.understudy.host.Hosts;
import dev.understudy.postgres.Dialect;
import dev.understudy.postgres.ManagedRole;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.PgVersion;
import dev.understudy.postgres.Secret;
import dev.understudy.postgres.ServerTls;
import dev.understudy.postgres.SlotName;
import dev.understudy.postgres.StandbyInputs;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.RegistryChanges;
import dev.understudy.store.SynchronousRow;
import dev.understudy.workflow.Leases;
import dev.understudy.workflow.Signal;
import dev.understudy.workflow.Signals;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One cluster as a step sees it: what is configured, what the store knows, how to reach it. */
public final class Site {
  private final ClusterConfig config;
  private final Hosts hosts;
  private final ClusterRegistry registry;
  private final BiFunction<String, String, Secret> passwords;
  private final Function<String, AtomicReference<PgCluster>> layouts;
  private final Clouds clouds;

  Site(
      ClusterConfig config,
      Hosts hosts,
      ClusterRegistry registry,
      BiFunction<String, String, Secret> passwords,
      Function<String, AtomicReference<PgCluster>> layouts,
      Clouds clouds) {
    this.layouts = layouts;
    this.clouds = clouds;
    this.config = config;
    this.hosts = hosts;
    this.registry = registry;
    this.passwords = passwords;
  }

  public String name() {
    return config.name();
  }

  public ClusterConfig config() {
    return config;
  }

  public PgVersion version() {
    return PgVersion.parse(config.postgresql());
  }

  public Dialect dialect() {
    return Dialect.of(version());
  }

  /** The configuration as it is without one node; null leaves all of them in. */
  ClusterConfig without(@Nullable String leaving) {
    Map<String, NodeConfig> remaining = new LinkedHashMap<>(config.nodes());
    remaining.remove(leaving);
    return new ClusterConfig(
        config.name(),
        config.postgresql(),
        config.port(),
        config.primary(),
        remaining,
        config.serviceAddress(),
        config.restartPrimary(),
        config.tls(),
        config.settings(),
        config.replication(),
        config.baseBackup(),
        config.archive(),
        config.clients(),
        config.failover(),
        config.ec2(),
        config.checks());
  }

  ClusterRegistry registry() {
    return registry;
  }

  /**
   * Changes the registry in one transaction, which also checks that the run that wants it still has
   * the cluster's lease.
   *
   * @throws UnderstudyException FENCED when it has not: nothing was changed then
   */
  void register(Fence fence, Consumer<RegistryChanges> changes) {
    registry.change(Leases.held(fence), changes);
  }

  /** As {@link #register}; the signal is left in the same transaction. */
  void register(Fence fence, Signal signal, Instant at, Consumer<RegistryChanges> changes) {
    registry.change(Leases.held(fence).andThen(Signals.leaving(signal, at)), changes);
  }

  /** The generated password of a managed role; in a plan one that fits nothing if there is none. */
  Secret password(ManagedRole role) {
    return passwords.apply(name(), role.roleName());
  }

  /** What makes the node follow the primary. */
  StandbyInputs standbyInputs(Node node) {
    return standbyInputs(node, primary());
  }

  /** What makes the node follow another one, such as the one that is to be the primary. */
  StandbyInputs standbyInputs(Node node, Node upstream) {
    return new StandbyInputs(
        node.name(),
        upstream.address(),
        upstream.port(),
        SlotName.of(node.name()),
        config.tls(),
        password(ManagedRole.REPLICATOR),
        config.tls() == ClusterConfig.TlsMode.VERIFY_FULL
            ? Optional.of(ServerTls.authority(name()))
            : Optional.empty(),
        archive().map(engine -> engine.restoreCommand(RestoreWrapper.Mode.STANDBY)));
  }

  /** What ships the cluster's WAL; empty without an archive. */
  Optional<ArchiveEngine> archive() {
    return ArchiveEngines.of(config);
  }

  /** As {@link #archive}, as it is without one node; null leaves all of them in. */
  Optional<ArchiveEngine> archive(@Nullable String leaving) {
    return ArchiveEngines.of(without(leaving));
  }

  /** The cloud that the hosts are in; empty where the configuration names none. */
  public Optional<Cloud> cloud() {
    return config.ec2().map(clouds::of);
  }

  /** The archive in directories of the hosts, where there is one; as it is without one node. */
  Optional<DirectoryEngine> archiveDirectory(@Nullable String leaving) {
    return archive(leaving)
        .filter(DirectoryEngine.class::isInstance)
        .map(DirectoryEngine.class::cast);
  }

  /** The system identifier, in decimal: what the store knows, else what the primary says. */
  String requireSystemId() {
    return systemId().orElseGet(() -> PrimaryFacts.read(this).systemId());
  }

  /** The node that is the primary: what the store knows, else what the configuration says. */
  public String primaryName() {
    return registry.find(name()).map(known -> known.primaryNode()).orElse(config.primary());
  }

  /**
   * The cluster's system identifier, in decimal; empty while the store does not know the cluster.
   */
  public Optional<String> systemId() {
    return registry.find(name()).map(known -> known.systemId());
  }

  /** What the store knows of commits that wait for standbys of the primary of now. */
  public Optional<SynchronousRow> synchronous() {
    return registry.synchronous(name()).filter(row -> row.epoch() == epoch());
  }

  /** The newest restore drill that has ended; one that failed too. */
  public Optional<Drill> newestDrill() {
    return Drills.newest(registry, name());
  }

  /** Grows by one at every change of primary; 1 while the store does not know the cluster. */
  public long epoch() {
    return registry.find(name()).map(known -> known.epoch()).orElse(1L);
  }

  public Node primary() {
    return node(primaryName());
  }

  /** All nodes, in the order of the configuration. */
  public List<Node> nodes() {
    return config.nodes().keySet().stream().map(this::node).toList();
  }

  /** Every node but the primary. */
  public List<Node> standbys() {
    String primary = primaryName();
    return nodes().stream().filter(node -> !node.name().equals(primary)).toList();
  }

  /**
   * The node of that name.
   *
   * @throws UnderstudyException USAGE when the cluster has none of that name
   */
  public Node node(String node) {
    NodeConfig nodeConfig = config.nodes().get(node);
    if (nodeConfig == null) {
      throw new UnderstudyException(
          ErrorClass.USAGE,
          name() + "/" + node,
          "the cluster has no node of this name",
          "its nodes are: " + String.join(", ", config.nodes().keySet()),
          null);
    }
    return new Node(
        nodeConfig,
        version(),
        config.port(),
        hosts.host(name(), node),
        hosts.files(name(), node),
        hosts.jobs(name(), node),
        layouts.apply(config.postgresql() + ":" + config.port() + "/" + name() + "/" + node));
  }

  /** The address that the primary sees the service connect from. */
  public String serviceAddress() {
    return config.serviceAddress().orElseGet(() -> primary().host().serviceAddress());
  }
}
