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
 */
public record NodeConfig(
    String name,
    String host,
    int sshPort,
    Optional<String> sshUser,
    int priority,
    Map<String, String> tags,
    OptionalInt healthPort,
    Optional<String> standbyFrom) {
  /** What {@code standby_from} says of a standby that is copied from the archive. */
  public static final String ARCHIVE = "archive";

  /** Whether it is made from a backup of the archive; it streams from the primary then. */
  public boolean fromArchive() {
    return standbyFrom.filter(ARCHIVE::equals).isPresent();
  }
}
