package dev.understudy.service;

import dev.understudy.common.Sleeper;
import dev.understudy.common.Tally;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import dev.understudy.config.NodeConfig;
import dev.understudy.config.ReplicationConfig;
import dev.understudy.host.SshHosts;
import dev.understudy.postgres.CertificateAuthority;
import dev.understudy.postgres.JdbcConnector;
import dev.understudy.postgres.ManagedRole;
import dev.understudy.postgres.Passwords;
import dev.understudy.postgres.PgVersion;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.Moment;
import dev.understudy.watch.Moments;
import dev.understudy.watch.NodeSnapshot;
import dev.understudy.watch.Timings;
import dev.understudy.watch.Watch;
import dev.understudy.watch.WatchedNode;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The watching of all configured clusters. It has connections of its own and none of the engine's,
 * so that neither disturbs the other.
 */
final class Watching implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(12);
  private static final Duration WAITING = Duration.ofMillis(250);
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final int SETTLING = 240;
  private static final int LOOKS = 6;

  private final SshHosts hosts;
  private final JdbcConnector connector;
  private final Watch watch;

  private Watching(SshHosts hosts, JdbcConnector connector, Watch watch) {
    this.hosts = hosts;
    this.connector = connector;
    this.watch = watch;
  }

  /** Begins with all clusters; no host is waited for. */
  static Watching start(Supplier<Configuration> configuration, Clock clock, Tally tally) {
    return start(configuration, clock, configuration.get().clusters().keySet(), tally);
  }

  /** Begins with some of the clusters. */
  static Watching start(Supplier<Configuration> current, Clock clock, Set<String> clusters) {
    return start(current, clock, clusters, new Tally());
  }

  private static Watching start(
      Supplier<Configuration> current, Clock clock, Set<String> clusters, Tally tally) {
    Configuration configuration = current.get();
    SshHosts hosts = new SshHosts(current, Sleeper.SYSTEM, tally);
    JdbcConnector connector =
        new JdbcConnector(new CertificateAuthority(configuration.data(), clock));
    Timings timings = timings(configuration);
    Watch watch = Watch.start(nodes(configuration, clusters), connector, hosts, timings);
    return new Watching(hosts, connector, watch);
  }

  /** Watches what is configured now; clusters whose servers have not changed are watched on. */
  void follow(Configuration before, Configuration now) {
    Set<String> stay = new HashSet<>();
    Set<String> fresh = new HashSet<>();
    for (ClusterConfig cluster : now.clusters().values()) {
      ClusterConfig old = before.clusters().get(cluster.name());
      (old != null && sameServers(old, cluster) ? stay : fresh).add(cluster.name());
    }
    watch.follow(nodes(now, fresh), stay, connector, hosts);
    hosts.forgetOthers();
  }

  private static boolean sameServers(ClusterConfig one, ClusterConfig other) {
    return one.nodes().equals(other.nodes())
        && one.port() == other.port()
        && one.tls() == other.tls()
        && one.postgresql().equals(other.postgresql());
  }

  /**
   * Where commits wait for a standby, it has to be noticed soon that it is gone. Where a failover
   * is automatic, a short window is looked into several times, and an answer that takes a good part
   * of it is none: what was asked must not hold up for longer than the evidence has to agree.
   */
  static Timings timings(Configuration configuration) {
    Duration beat = configuration.service().beat();
    boolean waiting = configuration.clusters().values().stream().anyMatch(Watching::waits);
    Timings timings = Timings.of(waiting ? shorter(WAITING, beat) : hastened(beat, configuration));
    for (ClusterConfig cluster : configuration.clusters().values()) {
      Duration window = cluster.failover().unreachableFor();
      if (waits(cluster)) {
        timings = timings.hostsWithin(atLeast(window));
      } else if (cluster.failover().automatic()) {
        timings = timings.hostsWithin(atLeast(window.dividedBy(3)));
        timings = timings.serversWithin(atLeast(window.dividedBy(3)));
      }
    }
    return timings;
  }

  /** Several looks fall into the shortest window of those that fail over by themselves. */
  private static Duration hastened(Duration beat, Configuration configuration) {
    return configuration.clusters().values().stream()
        .filter(cluster -> cluster.failover().automatic())
        .map(cluster -> longer(cluster.failover().unreachableFor().dividedBy(LOOKS), WAITING))
        .reduce(beat, Watching::shorter);
  }

  private static boolean waits(ClusterConfig cluster) {
    return cluster.replication().mode() == ReplicationConfig.Mode.SYNC;
  }

  private static Duration atLeast(Duration limit) {
    return longer(limit, LEAST);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static List<WatchedNode> nodes(Configuration configuration, Set<String> clusters) {
    Passwords passwords = new Passwords(configuration.data());
    return configuration.clusters().values().stream()
        .filter(cluster -> clusters.contains(cluster.name()))
        .flatMap(
            cluster ->
                cluster.nodes().values().stream().map(node -> node(cluster, node, passwords)))
        .toList();
  }

  private static WatchedNode node(ClusterConfig cluster, NodeConfig node, Passwords passwords) {
    return new WatchedNode(
        cluster.name(),
        node.name(),
        node.host(),
        cluster.port(),
        cluster.tls(),
        PgVersion.parse(cluster.postgresql()),
        () -> passwords.find(cluster.name(), ManagedRole.MONITOR.roleName()));
  }

  /**
   * What is known of a cluster once each of its servers and hosts has been asked, or as much as is
   * known after the time that a first look may take.
   */
  ClusterSnapshot settled(String cluster) {
    for (int looks = 0; looks < SETTLING; looks++) {
      ClusterSnapshot snapshot = watch.snapshot(cluster);
      Moment now = Moments.SYSTEM.now();
      if (snapshot.nodes().values().stream().allMatch(node -> settled(node, now))) {
        return snapshot;
      }
      try {
        Sleeper.SYSTEM.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return watch.snapshot(cluster);
      }
    }
    return watch.snapshot(cluster);
  }

  private static boolean settled(NodeSnapshot node, Moment now) {
    return node.observedSince().age(now).compareTo(PATIENCE) > 0 || asked(node);
  }

  private static boolean asked(NodeSnapshot node) {
    return (node.answers() || node.trouble() != null)
        && (node.host() != null || node.hostTrouble() != null);
  }

  Watch watch() {
    return watch;
  }

  @Override
  public void close() {
    watch.close();
    hosts.close();
  }
}
