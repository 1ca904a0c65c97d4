package dev.understudy.web;

import dev.understudy.api.SilenceOrder;
import dev.understudy.api.Understudy;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Findings, and what people say about them. */
final class FindingRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(FindingRoutes.class);

  private final Understudy understudy;
  private final Function<Context, String> cluster;

  /**
   * @param cluster the cluster that a request names, which there must be
   */
  FindingRoutes(Understudy understudy, Function<Context, String> cluster) {
    this.understudy = understudy;
    this.cluster = cluster;
  }

  List<Route> all() {
    String own = "/api/v1/clusters/{cluster}";
    return List.of(
        Route.get(
            own + "/findings",
            Access.READ,
            c -> Routes.json(c, understudy.findings(Optional.of(cluster.apply(c)), all(c)))),
        Route.get(
            "/api/v1/findings/{finding}",
            Access.READ,
            c -> Routes.json(c, understudy.finding(number(c, "finding")))),
        Route.get(
            own + "/silences",
            Access.READ,
            c -> Routes.json(c, understudy.silences(Optional.of(cluster.apply(c)), all(c)))),
        Route.post(own + "/silences", Access.OPERATE, this::silence),
        Route.post("/api/v1/silences/{silence}/end", Access.OPERATE, this::end));
  }

  /**
   * What is asked for.
   *
   * @param kind acknowledgement, silence or maintenance
   * @param until ISO 8601
   */
  record Wish(
      @Nullable String kind,
      @Nullable String check,
      @Nullable String node,
      @Nullable String owner,
      @Nullable String reason,
      @Nullable String until) {
    private static final Wish NONE = new Wish(null, null, null, null, null, null);

    SilenceOrder order(String cluster) {
      Optional<String> on = Optional.ofNullable(node);
      Optional<String> by = Optional.ofNullable(owner);
      if (reason == null || reason.isBlank()) {
        throw Refused.wrong("this needs a 'reason'");
      }
      return switch (kind == null ? "" : kind) {
        case "acknowledgement" ->
            new SilenceOrder.Acknowledge(cluster, acknowledged(), on, by, reason, end());
        case "silence" ->
            new SilenceOrder.Silence(cluster, Optional.ofNullable(check), on, by, reason, end());
        case "maintenance" -> new SilenceOrder.Maintenance(cluster, on, by, reason, end());
        default ->
            throw Refused.wrong("'kind' has to be one of: acknowledgement, silence, maintenance");
      };
    }

    private String acknowledged() {
      if (check == null) {
        throw Refused.wrong("an acknowledgement needs a 'check'");
      }
      return check;
    }

    private Instant end() {
      try {
        return OffsetDateTime.parse(until == null ? "" : until).toInstant();
      } catch (DateTimeException e) {
        throw Refused.wrong("'until' is a time such as 2026-12-01T06:00:00Z");
      }
    }
  }

  private void silence(Context context) {
    String name = cluster.apply(context);
    SilenceOrder order = Routes.body(context, Wish.class, Wish.NONE).order(name);
    LOG.info("{}: {} {}", Gate.caller(context), context.method(), context.path());
    context.status(HttpStatus.CREATED);
    Routes.json(context, understudy.onBehalfOf(Gate.caller(context)).silence(order));
  }

  private void end(Context context) {
    long silence = number(context, "silence");
    LOG.info("{}: {} {}", Gate.caller(context), context.method(), context.path());
    Routes.json(context, understudy.onBehalfOf(Gate.caller(context)).endSilence(silence));
  }

  private static boolean all(Context context) {
    return "true".equals(context.queryParam("all"));
  }

  private static long number(Context context, String name) {
    String text = context.pathParam(name);
    if (!text.matches("[0-9]{1,18}")) {
      throw new Refused(HttpStatus.NOT_FOUND, "there is no " + name + " '" + text + "'");
    }
    return Long.parseLong(text);
  }
}
