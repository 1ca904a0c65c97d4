package dev.understudy.steps;

import dev.understudy.config.ClientConfig;
import dev.understudy.postgres.Connector;
import dev.understudy.postgres.ManagedRole;
import dev.understudy.postgres.Sql;
import dev.understudy.workflow.StepContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The service logs in to the node over the network as the monitoring role; and each client's rule
 * is shown to let it in as far as its password, which Understudy does not know.
 */
final class ClusterAccessStep extends CheckStep {
  private final Sites sites;
  private final Connector connector;

  ClusterAccessStep(Sites sites, Connector connector) {
    this.sites = sites;
    this.connector = connector;
  }

  @Override
  public String name() {
    return "cluster.access";
  }

  @Override
  Map<String, String> prove(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.node(context);
    Map<String, String> evidence = new LinkedHashMap<>();
    String login =
        connector.login(
            node.name(),
            node.address(),
            node.port(),
            site.config().tls(),
            ManagedRole.MONITOR.roleName(),
            site.password(ManagedRole.MONITOR));
    evidence.put("service", login);
    for (ClientConfig client : site.config().clients()) {
      evidence.put(
          "client " + client.user() + " to " + client.database(),
          ClientRules.prove(site, node, client) + attempt(site, node, client));
    }
    return evidence;
  }

  /** A real attempt, where the service itself is in the client's network. */
  private String attempt(Site site, Node node, ClientConfig client) {
    String within =
        "SELECT %s::inet <<= %s::inet AS within"
            .formatted(Sql.literal(site.serviceAddress()), Sql.literal(client.from()));
    if (!node.psql().row(within).path("within").asBoolean()) {
      return "";
    }
    connector.requireAdmitted(
        node.name(),
        node.address(),
        node.port(),
        site.config().tls(),
        client.user(),
        client.database());
    return ", asked for the password when tried from the service";
  }
}
