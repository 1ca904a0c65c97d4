package dev.understudy.workflow;

import dev.understudy.workflow.definition.Definition;
import dev.understudy.workflow.definition.Definitions;
import dev.understudy.workflow.definition.OnFailure;
import dev.understudy.workflow.definition.StepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Finds out by probes alone what a run would change; writes nothing anywhere. */
public final class Planner {
  private static final int PARALLELISM = 16;

  private final Map<String, StepType> types;
  private final Definitions definitions;
  private final Targets targets;

  public Planner(Map<String, StepType> types, Definitions definitions, Targets targets) {
    this.types = Map.copyOf(types);
    this.definitions = definitions;
    this.targets = targets;
  }

  /** What one probe brought. */
  private record Finding(List<PlannedChange> changes, List<PlanProblem> problems) {}

  /**
   * Probes every step on every node, the nodes of a step side by side.
   *
   * @throws dev.understudy.common.UnderstudyException CONFIGURATION for an unknown workflow, input
   *     or selector; what a probe throws becomes a problem of the plan
   */
  public Plan plan(String workflow, String cluster, Map<String, String> given) {
    Definition definition = definitions.get(workflow);
    Map<String, String> inputs = definition.complete(given);
    Map<StepSpec, List<String>> nodes = Expansion.nodes(targets, definition, cluster, inputs);
    AtomicInteger number = new AtomicInteger();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            PARALLELISM, task -> Announcer.daemon(task, "plan-" + number.incrementAndGet()));
    try {
      List<PlannedChange> changes = new ArrayList<>();
      List<PlanProblem> problems = new ArrayList<>();
      for (Map.Entry<StepSpec, List<String>> entry : nodes.entrySet()) {
        StepSpec spec = entry.getKey();
        if (spec.when() == null || spec.when().holds(inputs)) {
          for (Finding finding : probe(threads, spec, cluster, entry.getValue(), inputs)) {
            changes.addAll(finding.changes());
            problems.addAll(finding.problems());
          }
          if (!problems.isEmpty() && spec.onFailure() == OnFailure.FAIL) {
            // A run would end here, and what stands in the way would be found again and again.
            break;
          }
        }
      }
      return new Plan(workflow, cluster, changes, problems);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Finding> probe(
      ExecutorService threads,
      StepSpec spec,
      String cluster,
      List<String> nodes,
      Map<String, String> inputs) {
    List<Future<Finding>> futures =
        nodes.stream()
            .map(node -> new StepFacts(PlanContext.ID, cluster, spec, node, inputs))
            .map(facts -> threads.submit(() -> probe(facts)))
            .toList();
    return futures.stream().map(Planner::get).toList();
  }

  private static Finding get(Future<Finding> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SuspendedException("the plan was interrupted");
    } catch (ExecutionException e) {
      // Probing turns every exception into a problem, so this is an Error.
      throw new IllegalStateException("a probe broke", e.getCause());
    }
  }

  private Finding probe(StepFacts facts) {
    StepType type = Objects.requireNonNull(types.get(facts.spec().uses()));
    boolean irreversible = type.reversibility() == Reversibility.POINT_OF_NO_RETURN;
    String step = facts.spec().id();
    try {
      Probe probe = type.probe(new PlanContext(facts));
      List<Change> changes = probe instanceof Probe.NotMet notMet ? notMet.changes() : List.of();
      return new Finding(
          changes.stream()
              .map(change -> new PlannedChange(facts.node(), step, change, irreversible))
              .toList(),
          List.of());
    } catch (RuntimeException e) {
      Failure failure = Failure.of(e);
      PlanProblem problem =
          new PlanProblem(
              facts.node(), step, failure.errorClass(), failure.message(), failure.remedy());
      return new Finding(List.of(), List.of(problem));
    }
  }
}
