package dev.understudy.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.understudy.api.Explanation;
import dev.understudy.api.NodeStatus;
import dev.understudy.api.RunControl;
import dev.understudy.api.Started;
import dev.understudy.api.Understudy;
import dev.understudy.common.Json;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API, version 1. */
final class Routes {
  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final int MOST_RUNS = 500;

  private final Understudy understudy;
  private final Clusters clusters;
  private final Streams streams;

  Routes(Understudy understudy, Clusters clusters, Streams streams) {
    this.understudy = understudy;
    this.clusters = clusters;
    this.streams = streams;
  }

  List<Route> all() {
    String cluster = "/api/v1/clusters/{cluster}";
    String run = "/api/v1/runs/{run}";
    List<Route> routes = new ArrayList<>(new FindingRoutes(understudy, this::known).all());
    routes.addAll(clustersAndRuns(cluster, run));
    return routes;
  }

  private List<Route> clustersAndRuns(String cluster, String run) {
    return List.of(
        Route.get("/api/v1/clusters", Access.READ, c -> json(c, clusters.all())),
        Route.get(cluster, Access.READ, c -> json(c, look(c))),
        Route.get(cluster + "/nodes/{node}", Access.READ, c -> json(c, node(c))),
        Route.get(cluster + "/plan", Access.OPERATE, c -> json(c, understudy.plan(known(c)))),
        Route.get(
            cluster + "/kept-copies",
            Access.OPERATE,
            c -> json(c, understudy.keptCopies(known(c)))),
        Route.get(
            cluster + "/checks",
            Access.OPERATE,
            c -> json(c, understudy.check(known(c), c.queryParams("check")))),
        Route.get(
            "/api/v1/checks",
            Access.OPERATE,
            c -> json(c, understudy.checkAll(c.queryParams("check")))),
        Route.get(cluster + "/charts", Access.READ, c -> json(c, understudy.charts(known(c)))),
        Route.get(cluster + "/history", Access.READ, c -> json(c, understudy.history(known(c)))),
        Route.get(cluster + "/explanation", Access.OPERATE, c -> json(c, explanation(c))),
        Route.get(cluster + "/status", Access.OPERATE, c -> json(c, understudy.status(known(c)))),
        Route.get(cluster + "/backups", Access.OPERATE, c -> json(c, understudy.backups(known(c)))),
        Route.post("/api/v1/reload", Access.ADMIN, c -> json(c, mine(c).reload())),
        Route.get("/api/v1/schedules", Access.READ, c -> json(c, understudy.schedules())),
        Route.post(cluster + "/runs", Access.OPERATE, this::start),
        Route.get("/api/v1/runs", Access.READ, this::runs),
        Route.get(run, Access.READ, c -> json(c, understudy.run(c.pathParam("run")))),
        Route.get(run + "/events", Access.READ, this::events),
        order(run, "pause", choice -> new RunControl.Pause()),
        order(run, "resume", choice -> new RunControl.Resume()),
        order(run, "cancel", choice -> new RunControl.Cancel()),
        order(run, "retry", Orders::retry),
        order(run, "skip", Orders::skip),
        Route.get("/api/v1/events", Access.READ, streams::board));
  }

  private Route order(String run, String word, Function<Orders.Choice, RunControl> control) {
    return Route.post(
        run + "/" + word,
        Access.OPERATE,
        context -> {
          RunControl wanted = control.apply(body(context, Orders.Choice.class, Orders.Choice.NONE));
          changed(context, mine(context).control(context.pathParam("run"), wanted));
        });
  }

  private void start(Context context) {
    String cluster = known(context);
    Starting.Wish wish = body(context, Starting.Wish.class, Starting.Wish.NONE);
    Starting.Start start = Starting.of(wish);
    Gate.require(context, start.role(wish));
    changed(context, start.act().start(mine(context), cluster, wish));
  }

  private void changed(Context context, Started started) {
    LOG.info(
        "{}: {} {}: run {}", Gate.caller(context), context.method(), context.path(), started.run());
    context.status(HttpStatus.ACCEPTED).header("Location", "/api/v1/runs/" + started.run());
    json(context, started);
  }

  private void runs(Context context) {
    int most =
        Optional.ofNullable(context.queryParam("limit"))
            .map(
                text -> {
                  if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > MOST_RUNS) {
                    throw Refused.wrong("'limit' is a number from 1 to " + MOST_RUNS);
                  }
                  return Integer.parseInt(text);
                })
            .orElse(100);
    Optional<String> cluster = Optional.ofNullable(context.queryParam("cluster"));
    cluster.ifPresent(clusters::last);
    json(context, understudy.runs(cluster, most));
  }

  private void events(Context context) throws Exception {
    if (String.valueOf(context.header("Accept")).contains("text/event-stream")) {
      streams.run(context);
      return;
    }
    json(context, understudy.events(context.pathParam("run"), Streams.after(context)));
  }

  private Explanation explanation(Context context) {
    Optional<String> at = Optional.ofNullable(context.queryParam("at"));
    try {
      return understudy.explain(known(context), at.map(Instant::parse));
    } catch (DateTimeParseException e) {
      throw Refused.wrong("'at' is a time such as 2026-12-01T03:00:00Z");
    }
  }

  private ClusterOverview look(Context context) {
    return clusters.look(context.pathParam("cluster"), FRESH);
  }

  private NodeStatus node(Context context) {
    ClusterOverview view = look(context);
    String name = context.pathParam("node");
    if (view.nodes().stream().noneMatch(node -> node.name().equals(name))) {
      throw new Refused(HttpStatus.NOT_FOUND, "there is no node '" + name + "' in this cluster");
    }
    return Optional.ofNullable(view.status()).stream()
        .flatMap(status -> status.nodes().stream())
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new Refused(HttpStatus.SERVICE_UNAVAILABLE, "the node was not seen yet"));
  }

  /** The product on behalf of who asks. */
  private Understudy mine(Context context) {
    return understudy.onBehalfOf(Gate.caller(context));
  }

  private String known(Context context) {
    return clusters.last(context.pathParam("cluster")).name();
  }

  static <T> T body(Context context, Class<T> type, T none) {
    String text = context.body();
    if (text.isBlank()) {
      return none;
    }
    if (!String.valueOf(context.contentType()).startsWith("application/json")) {
      throw new Refused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "the body has to be application/json");
    }
    try {
      T value = Json.mapper().readValue(text, type);
      return value == null ? none : value;
    } catch (JsonProcessingException e) {
      throw Refused.wrong("the body is not what this takes: " + e.getOriginalMessage());
    }
  }

  static void json(Context context, Object value) {
    context.contentType("application/json").result(Json.write(value));
  }
}
