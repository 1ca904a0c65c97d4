package dev.understudy.web;

import dev.understudy.api.ClusterView;
import dev.understudy.api.NodeView;
import dev.understudy.api.Understudy;
import dev.understudy.common.Json;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Patroni's health checks, of nodes that are not Patroni's, so that load balancers need only
 * another address. Answered from the snapshot of the watching: no host is asked.
 */
final class HealthContract {
  private static final int BEATS = 4;
  private static final Duration LEAST = Duration.ofSeconds(3);

  private final Supplier<Configuration> configuration;
  private final Understudy understudy;
  private final Duration vouched;

  HealthContract(Supplier<Configuration> configuration, Understudy understudy) {
    this.configuration = configuration;
    this.understudy = understudy;
    this.vouched = vouched(configuration.get());
  }

  /** How old an answer may be to be believed. */
  static Duration vouched(Configuration configuration) {
    Duration beats = configuration.service().beat().multipliedBy(BEATS);
    return beats.compareTo(LEAST) > 0 ? beats : LEAST;
  }

  List<Route> all() {
    List<Route> routes = new ArrayList<>();
    for (HandlerType method : List.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS)) {
      routes.add(
          new Route(
              method, "/clusters/{cluster}/nodes/{node}/{check}", Access.PUBLIC, this::check));
      routes.add(new Route(method, "/clusters/{cluster}", Access.PUBLIC, this::cluster));
      routes.add(new Route(method, "/clusters/{cluster}/history", Access.PUBLIC, this::history));
    }
    return routes;
  }

  private void check(Context context) {
    ClusterConfig cluster = known(context);
    String name = context.pathParam("node");
    if (!cluster.nodes().containsKey(name)) {
      throw new Refused(HttpStatus.NOT_FOUND, "there is no node '" + name + "' in this cluster");
    }
    Optional<Health> health =
        understudy
            .watched(cluster.name())
            .flatMap(view -> health(view, name, cluster.nodes().get(name).tags()));
    boolean good =
        health
            .map(
                seen ->
                    seen.answer(context.pathParam("check"), question(context))
                        .orElseThrow(
                            () -> new Refused(HttpStatus.NOT_FOUND, "there is no such check")))
            .orElse(false);
    answer(context, good, health.map(PatroniViews::node).orElse(Map.of("state", "unknown")));
  }

  private Optional<Health> health(ClusterView view, String name, Map<String, String> tags) {
    Optional<NodeView> node =
        view.nodes().stream().filter(seen -> seen.node().equals(name)).findFirst();
    return node.map(seen -> new Health(view, seen, tags, vouched));
  }

  private void cluster(Context context) {
    ClusterConfig cluster = known(context);
    Optional<ClusterView> view = understudy.watched(cluster.name());
    answer(
        context,
        view.isPresent(),
        view.map(seen -> PatroniViews.cluster(cluster, seen, vouched))
            .orElse(Map.of("members", List.of(), "scope", cluster.name())));
  }

  private void history(Context context) {
    String cluster = known(context).name();
    answer(context, true, PatroniViews.history(understudy.history(cluster)));
  }

  private static Health.Question question(Context context) {
    Map<String, String> tags = new TreeMap<>();
    context
        .queryParamMap()
        .forEach(
            (key, values) -> {
              if (key.startsWith("tag_") && !values.isEmpty()) {
                tags.put(key.substring("tag_".length()), values.get(0));
              }
            });
    return new Health.Question(
        LagText.bytes(context.queryParam("lag")),
        "streaming".equals(context.queryParam("replication_state")),
        "write".equals(context.queryParam("mode")),
        tags);
  }

  private ClusterConfig known(Context context) {
    String name = context.pathParam("cluster");
    ClusterConfig cluster = configuration.get().clusters().get(name);
    if (cluster == null) {
      throw new Refused(HttpStatus.NOT_FOUND, "there is no cluster '" + name + "'");
    }
    return cluster;
  }

  private static void answer(Context context, boolean good, Object body) {
    context.status(good ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    context.contentType("application/json");
    if (context.method().equals(HandlerType.GET)) {
      context.result(Json.write(body));
    }
  }
}
