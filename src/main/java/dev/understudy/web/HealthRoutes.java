package dev.understudy.web;

import dev.understudy.api.Understudy;
import dev.understudy.common.UnderstudyException;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the service itself lives, and whether it does its work. */
final class HealthRoutes {
  private final Understudy understudy;

  HealthRoutes(Understudy understudy) {
    this.understudy = understudy;
  }

  List<Route> all() {
    List<Route> routes = new ArrayList<>();
    for (HandlerType method : List.of(HandlerType.GET, HandlerType.HEAD)) {
      routes.add(
          new Route(method, "/healthz", Access.PUBLIC, c -> answer(c, HttpStatus.OK, "alive")));
      routes.add(new Route(method, "/readyz", Access.PUBLIC, this::ready));
    }
    return routes;
  }

  /** It listens only while it carries out runs; what can be missing is the store. */
  private void ready(Context context) {
    try {
      understudy.runs(Optional.empty(), 1);
      answer(context, HttpStatus.OK, "ready");
    } catch (UnderstudyException e) {
      answer(context, HttpStatus.SERVICE_UNAVAILABLE, "not ready: the store cannot be read");
    }
  }

  private static void answer(Context context, HttpStatus status, String text) {
    context.status(status).contentType("text/plain; charset=utf-8").result(text + "\n");
  }
}
