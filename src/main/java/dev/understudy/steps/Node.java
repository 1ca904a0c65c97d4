package dev.understudy.steps;

import dev.understudy.archive.ArchiveHost;
import dev.understudy.common.Shell;
import dev.understudy.config.NodeConfig;
import dev.understudy.host.Command;
import dev.understudy.host.DetachedJobs;
import dev.understudy.host.Host;
import dev.understudy.host.HostFiles;
import dev.understudy.postgres.DebianClusters;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.PgVersion;
import dev.understudy.postgres.Psql;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One node of a cluster, ready to be looked at and worked on.
 *
 * @param version the cluster's version of PostgreSQL
 * @param port where PostgreSQL listens
 * @param layout the cluster as it was last seen: its paths stay, so they are asked for once
 */
public record Node(
    NodeConfig config,
    PgVersion version,
    int port,
    Host host,
    HostFiles files,
    DetachedJobs jobs,
    AtomicReference<PgCluster> layout) {
  public String name() {
    return config.name();
  }

  /** Its address, for PostgreSQL's connections. */
  public String address() {
    return config.host();
  }

  /** The cluster of this version and port, as the host has it now. */
  public Optional<PgCluster> findCluster() {
    return among(DebianClusters.list(host));
  }

  /** As {@link #findCluster}, where the host has just been asked for all of its clusters. */
  Optional<PgCluster> among(List<PgCluster> clusters) {
    Optional<PgCluster> found =
        clusters.stream()
            .filter(cluster -> cluster.version().equals(version) && cluster.port() == port)
            .findFirst();
    layout.set(found.orElse(null));
    return found;
  }

  /**
   * The cluster's names and paths, or those that it will have once it has been created. Whether it
   * runs is another question: {@link #online()}.
   */
  public PgCluster cluster() {
    PgCluster known = layout.get();
    return known == null ? findCluster().orElseGet(this::newCluster) : known;
  }

  /** As {@link #cluster}, where the host has just been asked, so that it is not asked again. */
  PgCluster expected() {
    PgCluster known = layout.get();
    return known == null ? newCluster() : known;
  }

  /**
   * Whether a server process runs in the data directory now. A number in postmaster.pid alone says
   * nothing: after a power loss another process may have it.
   */
  public boolean online() {
    String script =
        "dir="
            + Shell.quote(cluster().dataDirectory())
            + "\n{ read -r pid <\"$dir/postmaster.pid\"; } 2>/dev/null"
            + " && [ \"$(readlink \"/proc/$pid/cwd\")\" = \"$(realpath \"$dir\")\" ]";
    return host.run(Command.script(script).asRoot()).ok();
  }

  /** Whether a run began to make the data directory and has not completed it. */
  boolean unfinished() {
    return DataDirectoryFacts.read(this, cluster()).unfinished();
  }

  /** SQL on this node's server, as its superuser. */
  public Psql psql() {
    return new Psql(host, cluster());
  }

  /** The node as the files of its archive name it. */
  ArchiveHost archiveHost() {
    PgCluster cluster = cluster();
    return new ArchiveHost(
        name(),
        cluster.owner(),
        cluster.dataDirectory(),
        cluster.port(),
        cluster.socketDirectory());
  }

  PgCluster newCluster() {
    String path = version + "/" + LayoutChecks.NEW_CLUSTER;
    return new PgCluster(
        version,
        LayoutChecks.NEW_CLUSTER,
        port,
        "down",
        "postgres",
        "/var/lib/postgresql/" + path,
        "/var/log/postgresql/postgresql-" + version + "-" + LayoutChecks.NEW_CLUSTER + ".log",
        "/etc/postgresql/" + path,
        "/var/run/postgresql",
        "/usr/lib/postgresql/" + version + "/bin");
  }
}
