package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.NodeConfig;
import dev.understudy.host.FileSpec;
import dev.understudy.host.NodeLease;
import dev.understudy.postgres.Conninfo;
import dev.understudy.postgres.ManagedRole;
import dev.understudy.postgres.PassFile;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.ServerTls;
import dev.understudy.postgres.StandbyInputs;
import dev.understudy.postgres.VouchSql;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files on a host by which its server may be a primary only with a permission. */
final class LeaseFiles {
  static final String WRAPPER = "/usr/local/sbin/understudy-guard";

  private static final String UNITS = "/etc/systemd/system/";

  private final Site site;
  private final Node node;

  LeaseFiles(Site site, Node node) {
    this.site = site;
    this.node = node;
  }

  /** All that are kept as they should be; the unit comes last. */
  List<FileSpec> files() {
    return List.of(
        new FileSpec(NodeLease.PATH, NodeLease.script(), "root", "root", "0755"),
        file(WRAPPER, "#!/bin/sh\nexec " + NodeLease.PATH + " \"$@\"\n", "0755"),
        file(directory() + "/passfile", passwords(), "0600"),
        file(directory() + "/config", config(), "0600"),
        file(unitFile(), unitText(), "0644"),
        file(dropIn(), dropInText(), "0644"));
  }

  /** The list of those who may vouch as it is at first; afterwards it comes with renewals. */
  FileSpec vouchers() {
    StringBuilder lines = new StringBuilder("list 0\n");
    vouchers(site, site.config(), node.name())
        .forEach((name, conninfo) -> lines.append(name + " " + conninfo + "\n"));
    return file(directory() + "/vouchers", lines.toString(), "0600");
  }

  /** What a host has of the cluster's own; what all clusters share is not in it. */
  List<String> own() {
    return List.of(unitFile(), dropIn(), directory() + "/config", directory() + "/passfile");
  }

  String directory() {
    return NodeLease.directory(site.name());
  }

  String unit() {
    return NodeLease.unit(site.name());
  }

  String unitFile() {
    return UNITS + unit();
  }

  String dropIn() {
    return dropInDirectory() + "/understudy-lease.conf";
  }

  String dropInDirectory() {
    return UNITS + node.expected().unit() + ".d";
  }

  /**
   * How a node asks each of the others, by name.
   *
   * @param config as it is, or without a node that leaves
   */
  static Map<String, String> vouchers(Site site, ClusterConfig config, String asking) {
    Map<String, String> all = new LinkedHashMap<>();
    for (NodeConfig other : config.nodes().values()) {
      if (!other.name().equals(asking)) {
        all.put(other.name(), conninfo(site, other));
      }
    }
    return all;
  }

  private static String conninfo(Site site, NodeConfig other) {
    Conninfo conninfo =
        Conninfo.empty()
            .with("host", other.host())
            .with("port", Integer.toString(site.config().port()))
            .with("user", ManagedRole.MONITOR.roleName())
            .with("dbname", "postgres")
            .with("sslmode", StandbyInputs.sslMode(site.config().tls()))
            .with("connect_timeout", "2");
    return site.config().tls() == ClusterConfig.TlsMode.VERIFY_FULL
        ? conninfo.with("sslrootcert", ServerTls.authority(site.name())).toString()
        : conninfo.toString();
  }

  private String passwords() {
    StringBuilder lines = new StringBuilder();
    for (NodeConfig other : site.config().nodes().values()) {
      lines.append(
          PassFile.line(
              other.host(),
              site.config().port(),
              "postgres",
              ManagedRole.MONITOR.roleName(),
              site.password(ManagedRole.MONITOR)));
    }
    return lines.toString();
  }

  private String config() {
    PgCluster cluster = node.expected();
    Map<String, String> values = new LinkedHashMap<>();
    values.put("me", node.name());
    values.put("data", cluster.dataDirectory());
    values.put("unit", cluster.unit());
    values.put("signals", "standby.signal recovery.signal");
    values.put("psql", cluster.program("psql"));
    values.put("question", VouchSql.question(site.requireSystemId(), node.address(), node.port()));
    values.put("apart", VouchSql.followsNobody());
    values.put("lease", hundredths(site.config().failover().lease()));
    values.put("check", hundredths(site.config().failover().check()));
    StringBuilder text = new StringBuilder("# Managed by Understudy: fencing by lease.\n");
    values.forEach((name, value) -> text.append(name + "=" + Shell.quote(value) + "\n"));
    return text.toString();
  }

  private static String hundredths(Duration time) {
    return Long.toString(time.toMillis() / 10);
  }

  private String unitText() {
    return """
    # Managed by Understudy.
    [Unit]
    Description=Understudy: PostgreSQL may be a primary here only while there is a permission
    Before=%s
    StartLimitIntervalSec=0

    [Service]
    ExecStart=%s watch %s
    Restart=always
    RestartSec=100ms
    TimeoutStopSec=2
    OOMScoreAdjust=-1000
    Nice=-10

    [Install]
    WantedBy=multi-user.target
    """
        .formatted(node.expected().unit(), NodeLease.PATH, argument());
  }

  private String dropInText() {
    return """
    # Managed by Understudy: a standby starts freely, a primary only with a permission.
    [Unit]
    Wants=%s
    After=%s

    [Service]
    ExecStartPre=%s may-start %s
    """
        .formatted(unit(), unit(), NodeLease.PATH, argument());
  }

  /** Percent signs mean something to systemd. */
  private String argument() {
    return NodeLease.encode(site.name()).replace("%", "%%");
  }

  private static FileSpec file(String path, String content, String mode) {
    return FileSpec.text(path, content, "root", mode);
  }
}
