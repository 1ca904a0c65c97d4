package dev.understudy.steps;

import dev.understudy.host.Guard;
import dev.understudy.host.GuardState;
import dev.understudy.host.Host;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.Map;
import java.util.Optional;

/** Makes this store the owner of a cluster on one host. */
final class HostTakeOverStep implements StepType {
  private final Sites sites;
  private final Guard guard;

  HostTakeOverStep(Sites sites, Guard guard) {
    this.sites = sites;
    this.guard = guard;
  }

  @Override
  public String name() {
    return "host.take-over";
  }

  /** The former owner is refused from here on. */
  @Override
  public Reversibility reversibility() {
    return Reversibility.POINT_OF_NO_RETURN;
  }

  @Override
  public Probe probe(StepContext context) {
    Host host = sites.node(context).host();
    Optional<GuardState> seen = guard.read(host, context.cluster());
    String before = seen.map(GuardState::owner).orElse("");
    if (context.planning()) {
      return Probe.notMet(Change.of("owner", context.node(), before, "this store"));
    }
    return guard.installed(host) && before.equals(context.fence().owner())
        ? Probe.met(Map.of("owner", before, "term", Long.toString(seen.orElseThrow().term())))
        : Probe.notMet(Change.of("owner", context.node(), before, context.fence().owner()));
  }

  @Override
  public void apply(StepContext context) {
    Host host = sites.node(context).host();
    if (guard.installed(host)) {
      guard.takeOver(host, context.fence());
    } else {
      guard.install(host, context.fence());
    }
  }
}
