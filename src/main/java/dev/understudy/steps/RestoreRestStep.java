package dev.understudy.steps;

import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.Map;

/** Leaves the restored server as it was wished for: at rest, or running. */
final class RestoreRestStep implements StepType {
  private final Sites sites;

  RestoreRestStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "restore.rest";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    RestorePlace place = RestorePlace.of(sites, context);
    if (place.own()) {
      return place
          .done(RestorePlace.SETTLED)
          .orElseGet(() -> Probe.notMet(Change.of("server", place.data(), "running", "stopped")));
    }
    boolean wanted = wanted(context);
    boolean running = new RestoredControl(place).running();
    String start = "pg_ctl -D " + place.base() + " start";
    if (running != wanted) {
      return Probe.notMet(
          Change.of(
              "server",
              place.data(),
              wanted ? "stopped" : "running",
              wanted ? "running" : "stopped"));
    }
    return Probe.met(
        running
            ? Map.of("connect with", "psql -h " + place.base() + " -p " + place.port())
            : Map.of("data", place.data(), "start with", start));
  }

  @Override
  public void apply(StepContext context) {
    RestorePlace place = RestorePlace.of(sites, context);
    RestoredControl server = new RestoredControl(place);
    if (place.own()) {
      server.stop(context.fence());
      String safe = server.settle(context.fence());
      server.note(
          RestorePlace.SETTLED,
          Map.of(
              "data",
              place.data(),
              "start with",
              "pg_ctlcluster "
                  + place.node().version()
                  + " "
                  + place.node().cluster().name()
                  + " start",
              "it archives nothing and listens to no network until this is removed",
              safe),
          context.fence());
    } else if (wanted(context)) {
      server.start(RestorePlace.target(sites, context), context.fence());
    } else {
      server.stop(context.fence());
    }
  }

  private static boolean wanted(StepContext context) {
    return context.inputs().getOrDefault("keep", "no").equals("yes");
  }
}
