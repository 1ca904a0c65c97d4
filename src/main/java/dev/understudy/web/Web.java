package dev.understudy.web;

import dev.understudy.api.Understudy;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Configuration;
import dev.understudy.config.LiveConfiguration;
import dev.understudy.config.ServiceConfig;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service's HTTP server. */
public final class Web implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Web.class);

  private final LiveConfiguration configuration;
  private final ServiceConfig.Listen listen;
  private final String local = LocalToken.random();
  private volatile @Nullable LocalToken published;
  private final Board board = new Board();
  private final Watching watching;
  private final @Nullable TlsFiles tls;
  private final Metrics metrics;
  private final List<Route> routes;
  private final Javalin server;

  private Web(
      Configuration configuration,
      ServiceConfig.Listen listen,
      Understudy understudy,
      Limits limits) {
    ServiceConfig service = configuration.service();
    Tokens tokens = new Tokens(service.tokensFile());
    requireTokens(service, listen, tokens);
    this.configuration = new LiveConfiguration(configuration);
    understudy.onReload(this.configuration::set);
    this.listen = listen;
    this.tls = service.tls().map(TlsFiles::new).orElse(null);
    Clusters clusters = new Clusters(configuration, understudy, Clock.systemUTC());
    this.watching = new Watching(board, clusters, understudy);
    Gate gate = new Gate(service, tokens, local, limits);
    Streams streams = new Streams(understudy, board, watching, gate::admitsStill, limits.streams());
    this.metrics = new Metrics(this.configuration, understudy);
    this.routes = routes(understudy, clusters, streams);
    this.server = Javalin.create(config -> configure(config, limits, gate));
  }

  /**
   * The server of this configuration, not listening yet.
   *
   * @throws UnderstudyException CONFIGURATION when it must not listen as it is configured
   */
  public static Web of(
      Configuration configuration, ServiceConfig.Listen listen, Understudy understudy) {
    return new Web(configuration, listen, understudy, Limits.USUAL);
  }

  static Web of(Configuration configuration, Understudy understudy, Limits limits) {
    return new Web(
        configuration, configuration.service().listen().orElseThrow(), understudy, limits);
  }

  /**
   * Listens.
   *
   * @throws UnderstudyException PRECONDITION when the port cannot be had
   */
  public void start() {
    try {
      server.start();
    } catch (JavalinException e) {
      throw new UnderstudyException(
          ErrorClass.PRECONDITION,
          listen.address() + ":" + listen.port(),
          "the service cannot listen there: " + e.getMessage(),
          "give service.listen (or a node's health_port) another port; listen takes none too",
          e);
    }
    LocalToken token = localToken();
    token.publish(configuration.get().data());
    published = token;
    watching.start(tls == null ? () -> {} : tls::refresh);
    LOG.info("listening on {}://{}:{}", tls == null ? "http" : "https", listen.address(), port());
  }

  private LocalToken localToken() {
    String address = listen.address();
    boolean any = address.equals("0.0.0.0") || address.equals("::");
    String named = any ? "127.0.0.1" : address.contains(":") ? "[" + address + "]" : address;
    String url = (tls == null ? "http" : "https") + "://" + named + ":" + port();
    return new LocalToken(url, local, ProcessHandle.current().pid());
  }

  /** Where it listens, also when any free port was asked for. */
  public int port() {
    return server.port();
  }

  List<Route> routes() {
    return routes;
  }

  /** Ends what is followed, and stops listening. */
  @Override
  public void close() {
    Optional.ofNullable(published).ifPresent(token -> token.withdraw(configuration.get().data()));
    board.close();
    watching.close();
    server.stop();
    metrics.close();
  }

  private List<Route> routes(Understudy understudy, Clusters clusters, Streams streams) {
    List<Route> routes = new ArrayList<>(new HealthRoutes(understudy).all());
    routes.addAll(Page.routes());
    routes.addAll(new HealthContract(configuration, understudy).all());
    routes.add(Route.get("/metrics", Access.READ, metrics::answer));
    routes.addAll(new Routes(understudy, clusters, streams).all());
    return routes;
  }

  private void configure(JavalinConfig config, Limits limits, Gate gate) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = limits.body();
    config.http.prefer405over404 = true;
    Connectors.configure(config.jetty, listen, HealthPorts.of(configuration.get()), tls, limits);
    config.routes.before(metrics::begin);
    config.routes.before(gate::headers);
    config.routes.beforeMatched(context -> gate.admit(context, access(context)));
    routes.forEach(
        r -> config.routes.addHttpHandler(r.method(), r.path(), r.handler(), r.access()));
    config.routes.afterMatched(
        context -> metrics.end(context, context.endpoints().matchedHttpEndpoint().path));
    errors(config.routes);
  }

  private void errors(RoutesConfig on) {
    on.exception(
        Refused.class, (e, c) -> Problem.of(e.status(), String.valueOf(e.getMessage())).send(c));
    on.exception(
        UnderstudyException.class,
        (e, c) -> Problem.of(configuration.get().secrets().mask(e)).send(c));
    on.exception(
        HttpResponseException.class,
        (e, c) ->
            Problem.of(HttpStatus.forStatus(e.getStatus()), String.valueOf(e.getMessage()))
                .send(c));
    on.exception(
        Exception.class,
        (e, c) -> {
          LOG.error("{} {}: unexpected", c.method(), c.path(), e);
          Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "unexpected; the service's log says more")
              .send(c);
        });
  }

  private static Access access(Context context) {
    return context.routeRoles().stream().map(Access.class::cast).findFirst().orElse(Access.ADMIN);
  }

  private static void requireTokens(
      ServiceConfig service, ServiceConfig.Listen listen, Tokens tokens) {
    if (!listen.isLoopback() && tokens.isEmpty()) {
      throw new UnderstudyException(
          ErrorClass.CONFIGURATION,
          "service.listen",
          "other machines can reach "
              + listen.address()
              + ", and there is no token in "
              + service.tokensFile(),
          "make one first, with: understudy token add NAME --role admin",
          null);
    }
  }
}
