package dev.understudy.postgres;

import dev.understudy.config.ClusterConfig;
import java.util.Optional;

/**
 * What makes a node follow another.
 *
 * @param node the standby's name, which it streams under
 * @param upstreamHost the address of the node that it follows
 * @param slot its slot there
 * @param password of the replication role
 * @param authority the path of the certificate that the upstream is checked by; empty unless the
 *     mode is VERIFY_FULL
 * @param restoreCommand how it gets WAL from the archive; empty without one
 */
public record StandbyInputs(
    String node,
    String upstreamHost,
    int upstreamPort,
    String slot,
    ClusterConfig.TlsMode tls,
    Secret password,
    Optional<String> authority,
    Optional<String> restoreCommand) {
  /** For the modes that check no certificate, without an archive. */
  public StandbyInputs(
      String node,
      String upstreamHost,
      int upstreamPort,
      String slot,
      ClusterConfig.TlsMode tls,
      Secret password) {
    this(node, upstreamHost, upstreamPort, slot, tls, password, Optional.empty(), Optional.empty());
  }

  /** The same with another way to get WAL that is not streamed. */
  public StandbyInputs restoringBy(Optional<String> command) {
    return new StandbyInputs(
        node, upstreamHost, upstreamPort, slot, tls, password, authority, command);
  }

  /** libpq's sslmode of a TLS mode. */
  public static String sslMode(ClusterConfig.TlsMode tls) {
    return switch (tls) {
      case PREFER -> "prefer";
      case REQUIRE -> "require";
      case VERIFY_FULL -> "verify-full";
    };
  }
}
