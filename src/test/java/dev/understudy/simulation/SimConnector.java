package dev.understudy.simulation;

import dev.understudy.common.ErrorClass;
import dev.understudy.config.ClusterConfig.TlsMode;
import dev.understudy.postgres.Connector;
import dev.understudy.postgres.PostgresException;
import dev.understudy.postgres.Secret;
import java.util.Optional;

/** The service's own connections to simulated servers. */
final class SimConnector implements Connector {
  /** Where the service is. */
  static final String SERVICE = "10.77.0.1";

  private final World world;
  private final Life life;

  SimConnector(World world, Life life) {
    this.world = world;
    this.life = life;
  }

  @Override
  public String login(
      String node, String host, int port, TlsMode tls, String role, Secret password) {
    synchronized (world) {
      life.requireAlive();
      Server server = admitted(node, role, "postgres");
      Role known = world.machine(node).ownData().orElseThrow().roles.get(role);
      if (known == null || !Replication.matches(role, known, password.reveal())) {
        throw refused(node, "password authentication failed");
      }
      if (!Replication.encrypted(world.machine(node), server, "BEGIN CERTIFICATE")) {
        throw refused(node, "no encryption");
      }
      return role + " from " + SERVICE + ", TLSv1.3";
    }
  }

  @Override
  public void requireAdmitted(
      String node, String host, int port, TlsMode tls, String role, String database) {
    synchronized (world) {
      life.requireAlive();
      admitted(node, role, database);
    }
  }

  private Server admitted(String node, String role, String database) {
    Optional<Server> server = world.machine(node).server();
    if (server.isEmpty()) {
      throw new PostgresException(ErrorClass.CONNECTION, node, "08001", "refused", null);
    }
    if (HbaLine.first(server.get().rules, database, role, SERVICE).isEmpty()) {
      throw refused(node, "no pg_hba.conf entry");
    }
    return server.get();
  }

  private static PostgresException refused(String node, String why) {
    return new PostgresException(ErrorClass.AUTHENTICATION, node, "28000", why, null);
  }
}
