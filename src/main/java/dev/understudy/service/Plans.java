package dev.understudy.service;

import dev.understudy.api.Plan;
import dev.understudy.api.RunDetail;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.workflow.PlanProblem;
import dev.understudy.workflow.Signal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Plans as the faces print them. */
final class Plans {
  private Plans() {}

  /** What a start brings to its workflow. */
  static Map<String, String> inputs(Signal start) {
    return Objects.requireNonNullElse(start.payload().inputs(), Map.of());
  }

  static Map<String, String> inputs(String cluster) {
    return Map.of("cluster", cluster);
  }

  /**
   * @throws UnderstudyException when something stands in the way, all of it in one message
   */
  static Plan view(dev.understudy.workflow.Plan plan, String primary) {
    requireNoProblems(plan);
    return new Plan(plan.cluster(), primary, plan.changes().stream().map(Views::change).toList());
  }

  private static void requireNoProblems(dev.understudy.workflow.Plan plan) {
    List<PlanProblem> problems = plan.problems();
    if (problems.isEmpty()) {
      return;
    }
    // What preflight found is the cause of whatever else could not be looked at.
    List<PlanProblem> shown =
        problems.stream().filter(p -> p.step().equals(problems.get(0).step())).toList();
    String message =
        shown.stream().map(PlanProblem::message).distinct().collect(Collectors.joining("\n"));
    PlanProblem first = shown.get(0);
    throw new UnderstudyException(
        first.errorClass(), plan.cluster(), message, first.remedy(), null);
  }

  /**
   * @throws UnderstudyException when the run rests without being done
   */
  static void requireDone(RunDetail run) {
    if (!run.status().equals("done")) {
      throw new UnderstudyException(
          ErrorClass.PRECONDITION,
          "run " + run.id(),
          "it is " + run.status() + (run.reason() == null ? "" : ": " + run.reason()),
          "see: understudy run show " + run.id(),
          null);
    }
  }
}
