package dev.understudy.postgres;

import dev.understudy.config.ClusterConfig;

/**
 * What makes a node follow another.
 *
 * @param node the standby's name, which it streams under
 * @param upstreamHost the address of the node that it follows
 * @param slot its slot there
 * @param password of the replication role
 */
public record StandbyInputs(
    String node,
    String upstreamHost,
    int upstreamPort,
    String slot,
    ClusterConfig.TlsMode tls,
    Secret password) {
  /** libpq's sslmode of a TLS mode. */
  public static String sslMode(ClusterConfig.TlsMode tls) {
    return switch (tls) {
      case PREFER -> "prefer";
      case REQUIRE -> "require";
      case VERIFY_FULL -> "verify-full";
    };
  }
}
