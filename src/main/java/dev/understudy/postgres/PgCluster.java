package dev.understudy.postgres;

/**
 * A PostgreSQL cluster in Debian's layout, as {@code pg_lsclusters} shows it. In tests any server
 * whose directories are named here.
 *
 * @param status such as {@code online}, {@code down}, {@code online,recovery}
 * @param owner the OS user that runs it, and the superuser who logs in by peer
 * @param configDirectory where postgresql.conf, pg_hba.conf and conf.d are
 * @param socketDirectory where the local socket is
 * @param binDirectory where this version's server programs are
 */
public record PgCluster(
    PgVersion version,
    String name,
    int port,
    String status,
    String owner,
    String dataDirectory,
    String logFile,
    String configDirectory,
    String socketDirectory,
    String binDirectory) {
  private static final String CONF_DIRECTORY = "/conf.d";
  private static final String MANAGED_SETTINGS = "/90-understudy.conf";

  public Dialect dialect() {
    return Dialect.of(version);
  }

  public boolean online() {
    return status.startsWith("online");
  }

  /** Whether its data directory says that it is a standby; needs no running server. */
  public boolean recovery() {
    return status.contains("recovery");
  }

  /** The systemd unit: {@code postgresql@15-main.service}. */
  public String unit() {
    return "postgresql@" + version + "-" + name + ".service";
  }

  /** A server program of the cluster's own version, with its path. */
  public String program(String programName) {
    return binDirectory() + "/" + programName;
  }

  public String postgresqlConf() {
    return configDirectory + "/postgresql.conf";
  }

  public String confDirectory() {
    return configDirectory + CONF_DIRECTORY;
  }

  public String hbaFile() {
    return configDirectory + "/pg_hba.conf";
  }

  public String startConf() {
    return configDirectory + "/start.conf";
  }

  /** The managed settings, the same on every node. */
  public String managedSettingsFile() {
    return confDirectory() + MANAGED_SETTINGS;
  }

  /** Whether a path is that of some cluster's {@link #managedSettingsFile}. */
  static boolean isManagedSettingsFile(String path) {
    return path.endsWith(CONF_DIRECTORY + MANAGED_SETTINGS);
  }

  /** The managed settings of a standby, where they are not in recovery.conf. */
  public String standbySettingsFile() {
    return confDirectory() + "/91-understudy-standby.conf";
  }

  /** For which standbys the commits of a primary wait. */
  public String synchronousSettingsFile() {
    return confDirectory() + "/92-understudy-synchronous.conf";
  }

  /** What keeps a server to itself whose data was restored into this place. */
  public String restoredSettingsFile() {
    return confDirectory() + "/99-understudy-restored.conf";
  }

  /** The password file that replication and pg_rewind use; mode 0600, owned by the OS user. */
  public String passFile() {
    return configDirectory + "/understudy.pass";
  }
}
