package dev.understudy.steps;

import dev.understudy.common.PreconditionException;
import dev.understudy.store.DrillRow;
import dev.understudy.workflow.StepContext;
import java.util.Map;

/** Fails the run of a drill that did not pass, after it was recorded and torn down. */
final class DrillVerdictStep extends CheckStep {
  private final Sites sites;

  DrillVerdictStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "drill.verdict";
  }

  @Override
  Map<String, String> prove(StepContext context) {
    DrillRow row =
        sites.site(context).registry().drills(context.cluster()).stream()
            .filter(drill -> drill.run().equals(context.runId()))
            .findFirst()
            .orElseThrow(
                () ->
                    new PreconditionException(context.cluster(), "the drill has no record", null));
    if (!row.passed()) {
      throw new PreconditionException(
          context.cluster(),
          "the backup %s was restored, and is not sound: %s".formatted(row.backup(), row.why()),
          "keep it, take a full backup now, and see which of the two is damaged: the cluster or the repository");
    }
    return Map.of("passed", row.backup());
  }
}
