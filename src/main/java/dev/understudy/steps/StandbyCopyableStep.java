package dev.understudy.steps;

import dev.understudy.workflow.StepContext;
import java.util.Map;

/** Only a standby that stands still is copied anew, and only where both copies have room. */
final class StandbyCopyableStep extends CheckStep {
  private final Sites sites;

  StandbyCopyableStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "standby.copyable";
  }

  @Override
  boolean provableInPlan() {
    return true;
  }

  @Override
  Map<String, String> prove(StepContext context) {
    Node node = sites.standby(context);
    Site site = sites.site(context);
    SetAside aside = new SetAside(site, node);
    String kept = aside.keptBy(context);
    if (!kept.isEmpty()) {
      return Map.of("set aside as", kept);
    }
    PrimaryFacts primary = PrimaryFacts.read(site);
    aside.requireStandingStill(primary);
    aside.requireRoom(primary);
    return Map.of("role", "standby of " + site.primaryName() + " that does not stream");
  }
}
