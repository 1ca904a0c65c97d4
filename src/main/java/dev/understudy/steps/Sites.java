package dev.understudy.steps;

import dev.understudy.cloud.Clouds;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import dev.understudy.config.SshConfig;
import dev.understudy.host.Hosts;
import dev.understudy.postgres.CertificateAuthority;
import dev.understudy.postgres.Passwords;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.Secret;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.workflow.StepContext;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Where step types find clusters: configuration, registry, hosts and passwords joined. */
public final class Sites {
  private static final Secret NOT_MADE = new Secret("not made yet");

  private final Supplier<Configuration> configuration;
  private final Hosts hosts;
  private final ClusterRegistry registry;
  private final Passwords passwords;
  private final Clouds clouds;
  private final LeaseReadings leaseReadings = new LeaseReadings();
  private final Map<String, AtomicReference<PgCluster>> layouts = new ConcurrentHashMap<>();

  public Sites(
      Configuration configuration, Hosts hosts, ClusterRegistry registry, Passwords passwords) {
    this(() -> configuration, hosts, registry, passwords);
  }

  /**
   * @param configuration the one that holds now
   */
  public Sites(
      Supplier<Configuration> configuration,
      Hosts hosts,
      ClusterRegistry registry,
      Passwords passwords) {
    this(configuration, hosts, registry, passwords, Clouds.amazon());
  }

  /** As above, with a way of one's own to the clouds. */
  public Sites(
      Supplier<Configuration> configuration,
      Hosts hosts,
      ClusterRegistry registry,
      Passwords passwords,
      Clouds clouds) {
    this.clouds = clouds;
    this.configuration = configuration;
    this.hosts = hosts;
    this.registry = registry;
    this.passwords = passwords;
  }

  /**
   * The cluster of that name.
   *
   * @throws UnderstudyException USAGE when the configuration has none of that name
   */
  public Site site(String cluster) {
    return site(cluster, passwords::of);
  }

  private Site site(String cluster, BiFunction<String, String, Secret> secrets) {
    ClusterConfig config = configuration.get().clusters().get(cluster);
    if (config == null) {
      throw new UnderstudyException(
          ErrorClass.USAGE,
          cluster,
          "no cluster of this name in " + configuration.get().file(),
          "the configuration has: " + String.join(", ", configuration.get().clusters().keySet()),
          null);
    }
    return new Site(config, hosts, registry, secrets, this::layout, clouds);
  }

  /** How hosts are reached. */
  SshConfig ssh() {
    return configuration.get().ssh();
  }

  /** The certificate authority of the store's clusters. */
  CertificateAuthority authority(Clock clock) {
    return new CertificateAuthority(configuration.get().data(), clock);
  }

  /** What this process's renewals are counted from. */
  public LeaseReadings leaseReadings() {
    return leaseReadings;
  }

  private AtomicReference<PgCluster> layout(String node) {
    return layouts.computeIfAbsent(node, key -> new AtomicReference<>());
  }

  /** A plan makes no passwords: it works with those that are there. */
  Site site(StepContext context) {
    return context.planning()
        ? site(context.cluster(), (name, role) -> passwords.find(name, role).orElse(NOT_MADE))
        : site(context.cluster());
  }

  /**
   * The node that a step is for, where the step would do harm on the primary.
   *
   * @throws PreconditionException when the node is the registered primary now; the nodes of a run
   *     are resolved when it starts, and roles may have changed since
   */
  Node standby(StepContext context) {
    Site site = site(context);
    if (context.node().equals(site.primaryName())) {
      throw new PreconditionException(
          context.node(),
          "the node is the primary of " + site.name() + " now",
          "cancel this run and start it anew: understudy run cancel " + context.runId());
    }
    return site.node(context.node());
  }

  /**
   * The node that a step is for, where it has to be the primary.
   *
   * @throws PreconditionException when another node is the registered primary now
   */
  Node primary(StepContext context) {
    Site site = site(context);
    if (!context.node().equals(site.primaryName())) {
      throw new PreconditionException(
          context.node(),
          "the primary of " + site.name() + " is " + site.primaryName() + " now",
          "cancel this run and start it anew: understudy run cancel " + context.runId());
    }
    return site.node(context.node());
  }

  /** The node that a step is for. */
  Node node(StepContext context) {
    return site(context).node(context.node());
  }
}
