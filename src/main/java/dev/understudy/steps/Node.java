package dev.understudy.steps;

import dev.understudy.config.NodeConfig;
import dev.understudy.host.DetachedJobs;
import dev.understudy.host.Host;
import dev.understudy.host.HostFiles;
import dev.understudy.postgres.DebianClusters;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.PgVersion;
import dev.understudy.postgres.Psql;
import java.util.Optional;

/**
 * One node of a cluster, ready to be looked at and worked on.
 *
 * @param version the cluster's version of PostgreSQL
 * @param port where PostgreSQL listens
 */
public record Node(
    NodeConfig config,
    PgVersion version,
    int port,
    Host host,
    HostFiles files,
    DetachedJobs jobs) {
  private static final String NEW_CLUSTER = "main";

  public String name() {
    return config.name();
  }

  /** Its address, for PostgreSQL's connections. */
  public String address() {
    return config.host();
  }

  /** The cluster of this version and port, as the host has it now. */
  public Optional<PgCluster> findCluster() {
    return DebianClusters.find(host, version, port);
  }

  /** The cluster as it is, or as it will be once it has been created. */
  public PgCluster cluster() {
    return findCluster().orElseGet(this::newCluster);
  }

  /** SQL on this node's server, as its superuser. */
  public Psql psql() {
    return new Psql(host, cluster());
  }

  private PgCluster newCluster() {
    String path = version + "/" + NEW_CLUSTER;
    return new PgCluster(
        version,
        NEW_CLUSTER,
        port,
        "down",
        "postgres",
        "/var/lib/postgresql/" + path,
        "/var/log/postgresql/postgresql-" + version + "-" + NEW_CLUSTER + ".log",
        "/etc/postgresql/" + path,
        "/var/run/postgresql",
        "/usr/lib/postgresql/" + version + "/bin");
  }
}
