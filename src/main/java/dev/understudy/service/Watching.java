package dev.understudy.service;

import dev.understudy.common.Sleeper;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import dev.understudy.config.NodeConfig;
import dev.understudy.host.SshHosts;
import dev.understudy.postgres.CertificateAuthority;
import dev.understudy.postgres.JdbcConnector;
import dev.understudy.postgres.ManagedRole;
import dev.understudy.postgres.Passwords;
import dev.understudy.postgres.PgVersion;
import dev.understudy.watch.Timings;
import dev.understudy.watch.Watch;
import dev.understudy.watch.WatchedNode;
import java.time.Clock;
import java.util.List;

/**
 * The watching of all configured clusters. It has connections of its own and none of the engine's,
 * so that neither disturbs the other.
 */
public final class Watching implements AutoCloseable {
  private final SshHosts hosts;
  private final Watch watch;

  private Watching(SshHosts hosts, Watch watch) {
    this.hosts = hosts;
    this.watch = watch;
  }

  /** Begins; no host is waited for. */
  public static Watching start(Configuration configuration, Clock clock) {
    SshHosts hosts = new SshHosts(configuration, Sleeper.SYSTEM);
    JdbcConnector connector =
        new JdbcConnector(new CertificateAuthority(configuration.data(), clock));
    Timings timings = Timings.of(configuration.service().beat());
    return new Watching(hosts, Watch.start(nodes(configuration), connector, hosts, timings));
  }

  private static List<WatchedNode> nodes(Configuration configuration) {
    Passwords passwords = new Passwords(configuration.data());
    return configuration.clusters().values().stream()
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

  public Watch watch() {
    return watch;
  }

  @Override
  public void close() {
    watch.close();
    hosts.close();
  }
}
