package dev.understudy.steps;

import dev.understudy.common.UnderstudyException;
import dev.understudy.workflow.StepContext;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Everything that can be known to fail later, found before anything is changed. */
final class ClusterPreflightStep extends CheckStep {
  private final Sites sites;
  private final PreflightSurvey survey;

  ClusterPreflightStep(Sites sites, PreflightSurvey survey) {
    this.sites = sites;
    this.survey = survey;
  }

  @Override
  public String name() {
    return "cluster.preflight";
  }

  @Override
  boolean provableInPlan() {
    return true;
  }

  @Override
  Map<String, String> prove(StepContext context) {
    OptionalLong term =
        context.planning() ? OptionalLong.empty() : OptionalLong.of(context.fence().term());
    PreflightSurvey.Result result = survey.of(sites.site(context), term);
    List<Problem> problems = result.problems();
    if (problems.isEmpty()) {
      return result.evidence();
    }
    throw new UnderstudyException(
        result.errorClass(), context.cluster(), message(problems), remedy(problems), null);
  }

  private static String message(List<Problem> problems) {
    if (problems.size() == 1) {
      return problems.get(0).node() + ": " + problems.get(0).message();
    }
    return problems.size()
        + " problems, nothing was changed:\n"
        + problems.stream().map(p -> "  - " + p.line()).collect(Collectors.joining("\n"));
  }

  private static String remedy(List<Problem> problems) {
    return problems.size() == 1 ? problems.get(0).remedy() : "solve them and provision again";
  }
}
