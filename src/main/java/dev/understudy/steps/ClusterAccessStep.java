package dev.understudy.steps;

import dev.understudy.config.ClientConfig;
import dev.understudy.postgres.Connector;
import dev.understudy.postgres.ManagedRole;
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
          ClientRules.prove(site, node, client));
    }
    return evidence;
  }
}
