package dev.understudy.postgres;

import dev.understudy.config.ClusterConfig.TlsMode;

/** Connections of the service itself to PostgreSQL, over the network and never through SSH. */
public interface Connector {
  /**
   * Logs in and asks who it is.
   *
   * @param node for errors
   * @return role, address and encryption as the server sees them
   * @throws PostgresException AUTHENTICATION when the server refuses the role, else CONNECTION
   */
  String login(String node, String host, int port, TlsMode tls, String role, Secret password);

  /**
   * Whether the server's rules let a role in as far as its password, tried with a wrong one. To a
   * role that does not exist the server gives the same answer.
   *
   * @throws PostgresException CONNECTION when the server cannot be reached, PRECONDITION when no
   *     rule lets the role in from here
   */
  void requireAdmitted(
      String node, String host, int port, TlsMode tls, String role, String database);
}
