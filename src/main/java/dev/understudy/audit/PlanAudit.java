package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.config.CheckGroup;
import dev.understudy.config.CheckId;
import dev.understudy.steps.Site;
import dev.understudy.workflow.Plan;
import dev.understudy.workflow.PlannedChange;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether a cluster still is as it was provisioned: settings, rules, roles, password files,
 * packages, units. Provisioning again would look at all of that, so its plan is the check.
 */
final class PlanAudit implements Audit {
  private static final int NAMED = 5;

  private final Function<String, Plan> plans;

  PlanAudit(Function<String, Plan> plans) {
    this.plans = plans;
  }

  @Override
  public Set<CheckId> checks() {
    return CheckId.of(CheckGroup.PLAN);
  }

  @Override
  public boolean appliesTo(Site site) {
    return site.systemId().isPresent();
  }

  @Override
  public boolean onlyWhenNamed() {
    return true;
  }

  @Override
  public List<Finding> findings(Site site, Set<CheckId> wanted) {
    return List.of(judge(plans.apply(site.name())));
  }

  /** What a plan means; pure. Of files and values only the names are told: they may be secret. */
  static Finding judge(Plan plan) {
    String check = CheckId.PROVISIONING_DRIFT.id();
    if (!plan.problems().isEmpty()) {
      return Finding.unknown(
          check, "provisioning cannot be planned: " + plan.problems().get(0).message());
    }
    List<PlannedChange> changes = plan.changes();
    if (changes.isEmpty()) {
      return Finding.ok(check, "everything is as it was provisioned");
    }
    String rest = changes.size() > NAMED ? "; and " + (changes.size() - NAMED) + " more" : "";
    return Finding.warning(
        check,
        changes.stream()
                .limit(NAMED)
                .map(one -> one.node() + ": " + one.change().kind() + " " + one.change().subject())
                .collect(Collectors.joining("; ", "provisioning would change ", ""))
            + rest);
  }
}
