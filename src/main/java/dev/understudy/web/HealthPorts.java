package dev.understudy.web;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import dev.understudy.config.NodeConfig;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Ports of the service at whose root the checks of one node are, as at Patroni's port of a node.
 */
final class HealthPorts {
  private HealthPorts() {}

  /**
   * Where the checks of a node are, by port.
   *
   * @throws UnderstudyException CONFIGURATION when two nodes have the same port
   */
  static Map<Integer, String> of(Configuration configuration) {
    Map<Integer, String> ports = new TreeMap<>();
    for (ClusterConfig cluster : configuration.clusters().values()) {
      for (NodeConfig node : cluster.nodes().values()) {
        String path = "/clusters/" + cluster.name() + "/nodes/" + node.name();
        node.healthPort()
            .ifPresent(
                port -> {
                  if (ports.putIfAbsent(port, path) != null) {
                    throw twice(port);
                  }
                });
      }
    }
    return ports;
  }

  /**
   * Makes {@code /replica} at the port the {@code replica} of its node, and {@code /} its primary.
   */
  static HttpConfiguration.Customizer below(String path) {
    return (request, headers) -> {
      String asked = Request.getPathInContext(request);
      String wanted = path + (asked.equals("/") ? "/primary" : asked);
      return Request.serveAs(request, HttpURI.build(request.getHttpURI()).path(wanted));
    };
  }

  private static UnderstudyException twice(int port) {
    return new UnderstudyException(
        ErrorClass.CONFIGURATION,
        "health_port",
        "two nodes have the health_port " + port + "; the service has each port once",
        "give each node a health_port of its own",
        null);
  }
}
