package dev.understudy.steps;

import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.Map;

/** Stops the restored server and removes the directory that this very run made for it. */
final class DrillClearStep implements StepType {
  private final Sites sites;

  DrillClearStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "drill.clear";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    RestorePlace place = RestorePlace.of(sites, context);
    return place.noted(RestorePlace.MARK).isPresent()
        ? Probe.notMet(Change.of("directory", place.base(), "the drill's", ""))
        : Probe.met(Map.of("directory", place.base() + " is not there"));
  }

  @Override
  public void apply(StepContext context) {
    RestorePlace place = RestorePlace.of(sites, context);
    new RestoredControl(place).stop(context.fence());
    RestoreDirectoryStep.remove(place, context);
  }
}
