package dev.understudy.web;

import dev.understudy.config.ServiceConfig;
import io.javalin.config.JettyConfig;
import java.util.Map;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** Sets Jetty up to listen. */
final class Connectors {
  private static final int THREADS_BESIDE_STREAMS = 32;
  private static final int IDLE_MILLIS = 30_000;
  private static final int HEADER_BYTES = 8 << 10;

  private Connectors() {}

  /**
   * @param health paths of the checks of single nodes, by the port at whose root they are too
   * @param tls null for plain HTTP
   */
  static void configure(
      JettyConfig jetty,
      ServiceConfig.Listen listen,
      Map<Integer, String> health,
      @Nullable TlsFiles tls,
      Limits limits) {
    QueuedThreadPool threads =
        new QueuedThreadPool(limits.streams() + THREADS_BESIDE_STREAMS, 4, 60_000);
    threads.setName("web");
    threads.setDaemon(true);
    jetty.threadPool = threads;
    jetty.modifyServer(
        server -> server.addBean(new NetworkConnectionLimit(limits.connections(), server)));
    jetty.addConnector((server, http) -> connector(server, copy(http), listen, tls));
    health.forEach(
        (port, path) ->
            jetty.addConnector(
                (server, http) -> {
                  HttpConfiguration own = copy(http);
                  own.addCustomizer(HealthPorts.below(path));
                  return connector(
                      server, own, new ServiceConfig.Listen(listen.address(), port), tls);
                }));
  }

  private static HttpConfiguration copy(HttpConfiguration http) {
    return new HttpConfiguration(http);
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, ServiceConfig.Listen listen, @Nullable TlsFiles tls) {
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    ServerConnector connector;
    if (tls == null) {
      connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    } else {
      // The gate looks at names; a client that asks by address is welcome.
      http.addCustomizer(new SecureRequestCustomizer(false));
      connector =
          new ServerConnector(
              server,
              1,
              1,
              new SslConnectionFactory(tls.factory(), "http/1.1"),
              new HttpConnectionFactory(http));
    }
    connector.setHost(listen.address());
    connector.setPort(listen.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }
}
