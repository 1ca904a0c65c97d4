package dev.understudy.config;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One node of a cluster.
 *
 * @param host its address or name, for SSH and for PostgreSQL
 * @param sshUser overrides the user of {@link SshConfig}
 * @param priority among standbys at a failover, higher first; 0 never
 * @param healthPort the port of the service at whose root the health checks of this node are
 * @param standbyFrom the node that this one streams from, or {@link #ARCHIVE}; empty: the primary
 * @param ec2 the instance that its host is; empty where it is none of EC2's, or nobody said so
 */
public record NodeConfig(
    String name,
    String host,
    int sshPort,
    Optional<String> sshUser,
    int priority,
    Map<String, String> tags,
    OptionalInt healthPort,
    Optional<String> standbyFrom,
    Optional<Ec2NodeConfig> ec2) {
  /** What {@code standby_from} says of a standby that is copied from the archive. */
  public static final String ARCHIVE = "archive";

  /** A node of whose instance nothing is said. */
  public NodeConfig(
      String name,
      String host,
      int sshPort,
      Optional<String> sshUser,
      int priority,
      Map<String, String> tags,
      OptionalInt healthPort,
      Optional<String> standbyFrom) {
    this(name, host, sshPort, sshUser, priority, tags, healthPort, standbyFrom, Optional.empty());
  }

  /** Whether it is made from a backup of the archive; it streams from the primary then. */
  public boolean fromArchive() {
    return standbyFrom.filter(ARCHIVE::equals).isPresent();
  }
}
