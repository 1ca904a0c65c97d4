package dev.understudy.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One cluster as the configuration file describes it.
 *
 * @param postgresql the major version: 15, or 9.6 as "9.6"
 * @param primary the node that holds the data at first; afterwards the store knows
 * @param nodes by name, in the order of the file
 * @param serviceAddress where the service connects from; empty: found out from the SSH connection
 * @param settings extra PostgreSQL settings, the same on every node
 * @param failover what happens when the primary fails
 * @param ec2 the part of Amazon EC2 that the hosts are in; empty: elsewhere
 * @param checks what audits go by, with what holds for all clusters
 */
public record ClusterConfig(
    String name,
    String postgresql,
    int port,
    String primary,
    Map<String, NodeConfig> nodes,
    Optional<String> serviceAddress,
    RestartPrimary restartPrimary,
    TlsMode tls,
    Map<String, String> settings,
    ReplicationConfig replication,
    BaseBackupConfig baseBackup,
    ArchiveConfig archive,
    List<ClientConfig> clients,
    FailoverConfig failover,
    Optional<Ec2Config> ec2,
    ChecksConfig checks) {

  /** A cluster outside of EC2. */
  public ClusterConfig(
      String name,
      String postgresql,
      int port,
      String primary,
      Map<String, NodeConfig> nodes,
      Optional<String> serviceAddress,
      RestartPrimary restartPrimary,
      TlsMode tls,
      Map<String, String> settings,
      ReplicationConfig replication,
      BaseBackupConfig baseBackup,
      ArchiveConfig archive,
      List<ClientConfig> clients,
      FailoverConfig failover,
      ChecksConfig checks) {
    this(
        name,
        postgresql,
        port,
        primary,
        nodes,
        serviceAddress,
        restartPrimary,
        tls,
        settings,
        replication,
        baseBackup,
        archive,
        clients,
        failover,
        Optional.empty(),
        checks);
  }

  /** Whether a plan may restart a running primary. */
  public enum RestartPrimary {
    REFUSE,
    ALLOW
  }

  /** How connections for replication, monitoring and clients are encrypted. */
  public enum TlsMode {
    PREFER,
    REQUIRE,
    VERIFY_FULL
  }
}
