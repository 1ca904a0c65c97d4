package dev.understudy.postgres;

import dev.understudy.config.ClusterConfig;
import dev.understudy.config.NodeConfig;
import dev.understudy.host.FileSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that make a cluster a standby, in its version's way. */
public final class StandbyFiles {
  private static final String HEADER =
      "# Managed by Understudy: where this node streams from while it is a standby.\n";

  private final PgCluster cluster;

  public StandbyFiles(PgCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * All of them but the password file, in the order in which they have to be written: the file that
   * makes the cluster a standby comes last.
   */
  public List<FileSpec> files(StandbyInputs inputs) {
    List<FileSpec> files = new ArrayList<>();
    Map<String, String> settings = settings(inputs);
    if (cluster.dialect().has(Capability.STANDBY_SIGNAL)) {
      files.add(file(cluster.standbySettingsFile(), render(settings), "0640"));
      files.add(file(markerFile(), "", "0600"));
    } else {
      Map<String, String> recovery = new LinkedHashMap<>(Map.of("standby_mode", "on"));
      recovery.putAll(settings);
      files.add(file(markerFile(), render(recovery), "0600"));
    }
    return files;
  }

  /** The settings of a standby that follows nobody for now; from version 12 on. */
  public FileSpec apart(StandbyInputs inputs) {
    Map<String, String> settings = settings(inputs);
    settings.put("primary_conninfo", "");
    return file(cluster.standbySettingsFile(), render(settings), "0640");
  }

  /** The file whose presence makes the cluster a standby. */
  public String markerFile() {
    boolean signal = cluster.dialect().has(Capability.STANDBY_SIGNAL);
    return cluster.dataDirectory() + (signal ? "/standby.signal" : "/recovery.conf");
  }

  /** The settings by name, unquoted. Before 10, primary_conninfo holds the password. */
  public Map<String, String> settings(StandbyInputs inputs) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("primary_conninfo", primaryConninfo(inputs).toString());
    settings.put("primary_slot_name", inputs.slot());
    settings.put("recovery_target_timeline", "latest");
    inputs.restoreCommand().ifPresent(command -> settings.put("restore_command", command));
    return settings;
  }

  /** How the standby connects; the password is in the password file where libpq knows of one. */
  public Conninfo primaryConninfo(StandbyInputs inputs) {
    return connection(inputs).with("application_name", inputs.node());
  }

  /** As {@link #primaryConninfo}, without the name: also for base backups and handshakes. */
  Conninfo connection(StandbyInputs inputs) {
    Conninfo conninfo =
        Conninfo.empty()
            .with("host", inputs.upstreamHost())
            .with("port", Integer.toString(inputs.upstreamPort()))
            .with("user", ManagedRole.REPLICATOR.roleName())
            .with("sslmode", StandbyInputs.sslMode(inputs.tls()))
            .with("connect_timeout", "5")
            .with("keepalives", "1")
            .with("keepalives_idle", "5")
            .with("keepalives_interval", "2")
            .with("keepalives_count", "3");
    if (inputs.authority().isPresent()) {
      conninfo = conninfo.with("sslrootcert", inputs.authority().get());
    }
    Dialect dialect = cluster.dialect();
    if (dialect.has(Capability.TCP_USER_TIMEOUT)) {
      conninfo = conninfo.with("tcp_user_timeout", "10000");
    }
    return dialect.has(Capability.PASSFILE_PARAMETER)
        ? conninfo.with("passfile", cluster.passFile())
        : conninfo.with("password", inputs.password().reveal());
  }

  /**
   * The password file for every node of the cluster, so that it survives a change of roles.
   *
   * @param rewind the password of {@link ManagedRole#REWIND}
   */
  public FileSpec passFile(ClusterConfig config, Secret replicator, Secret rewind) {
    StringBuilder lines = new StringBuilder();
    for (NodeConfig node : config.nodes().values()) {
      lines.append(line(node, config.port(), "replication", ManagedRole.REPLICATOR, replicator));
      if (cluster.dialect().has(Capability.REWIND_GRANTS)) {
        lines.append(line(node, config.port(), "postgres", ManagedRole.REWIND, rewind));
      }
    }
    return file(cluster.passFile(), lines.toString(), "0600");
  }

  private static String line(
      NodeConfig node, int port, String database, ManagedRole role, Secret password) {
    return PassFile.line(node.host(), port, database, role.roleName(), password);
  }

  private static String render(Map<String, String> settings) {
    StringBuilder text = new StringBuilder(HEADER);
    settings.forEach((name, value) -> text.append(ConfValue.line(name, value)));
    return text.toString();
  }

  private FileSpec file(String path, String content, String mode) {
    return FileSpec.text(path, content, cluster.owner(), mode);
  }
}
