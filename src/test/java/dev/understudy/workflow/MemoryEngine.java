package dev.understudy.workflow;

import dev.understudy.common.Fence;
import dev.understudy.workflow.definition.Definition;
import dev.understudy.workflow.definition.Definitions;
import dev.understudy.workflow.definition.StepSpec;
import dev.understudy.workflow.definition.Urgency;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/**
 * The engine without store and threads. Real are the decisions (Decider), what follows from a
 * failure (Retries), what may happen to runs and steps (Transitions), what a sitting does
 * (StepRunner) and the workflow files; modelled are the store, the lease between processes, and
 * that one step is worked on at a time.
 */
public final class MemoryEngine {
  private static final Decider DECIDER = new Decider(4);

  /** What outlives a service. */
  public static final class Kept {
    private final List<MemoryRun> runs = new ArrayList<>();
    private long term;

    public List<MemoryRun> runs() {
      return runs;
    }
  }

  /** What the process around the engine does for it. */
  public interface Process {
    /** Ends the work by an exception when the process is dead: a sitting keeps that to itself. */
    void requireAlive();

    /** Returns when the time has come, or when there may be something to do. */
    void await(Instant until);

    /** Has the run carried out soon. */
    void carry(MemoryRun run);

    void say(String text);
  }

  private final Kept kept;
  private final Definitions definitions;
  private final Targets targets;
  private final Map<String, StepType> types;
  private final Map<String, Reversibility> reversibility;
  private final Clock clock;
  private final RandomGenerator random;
  private final LongFunction<Fence> fence;
  private final Process process;

  /**
   * @param fence the authority under a term
   */
  public MemoryEngine(
      Kept kept,
      Definitions definitions,
      Targets targets,
      Map<String, StepType> types,
      Clock clock,
      RandomGenerator random,
      LongFunction<Fence> fence,
      Process process) {
    this.kept = kept;
    this.definitions = definitions;
    this.targets = targets;
    this.types = types;
    this.reversibility =
        types.entrySet().stream()
            .collect(
                java.util.stream.Collectors.toMap(
                    Map.Entry::getKey, entry -> entry.getValue().reversibility()));
    this.clock = clock;
    this.random = random;
    this.fence = fence;
    this.process = process;
  }

  /** Begins a run, or joins the one that is under way; a more urgent one pre-empts the others. */
  public MemoryRun start(String workflow, Map<String, String> inputs) {
    Definition definition = definitions.get(workflow);
    Optional<MemoryRun> same =
        kept.runs.stream()
            .filter(run -> !run.status.isFinal() && run.definition.name().equals(workflow))
            .findFirst();
    if (same.isPresent()) {
      return same.get();
    }
    String id = workflow + "-" + (kept.runs.size() + 1);
    MemoryRun run = new MemoryRun(id, definition, inputs, clock.instant());
    kept.runs.add(run);
    expand(run);
    next();
    return run;
  }

  /** Begins what may begin: to be called at the start of a process, and when a run has ended. */
  public void next() {
    Optional<MemoryRun> urgent =
        kept.runs.stream()
            .filter(run -> run.status == RunStatus.PENDING && urgent(run))
            .findFirst();
    Optional<MemoryRun> running =
        kept.runs.stream().filter(run -> run.status == RunStatus.RUNNING).findFirst();
    if (running.isPresent() && urgent.isPresent() && !urgent(running.get())) {
      preempt(running.get(), urgent.get());
      acquire(urgent.get());
    } else if (running.isEmpty()) {
      urgent.or(this::pending).ifPresent(this::acquire);
    }
  }

  private Optional<MemoryRun> pending() {
    return kept.runs.stream().filter(run -> run.status == RunStatus.PENDING).findFirst();
  }

  private static boolean urgent(MemoryRun run) {
    return run.definition.urgency() == Urgency.URGENT;
  }

  /** The process begins: what was under way is taken over. */
  public void takeOver() {
    kept.runs.stream()
        .filter(run -> run.status == RunStatus.RUNNING)
        .findFirst()
        .ifPresentOrElse(
            run -> {
              run.move(RunEvent.TAKEN_OVER);
              run.term = ++kept.term;
              process.carry(run);
            },
            this::next);
  }

  private void acquire(MemoryRun run) {
    run.move(RunEvent.ACQUIRED);
    run.term = ++kept.term;
    process.carry(run);
  }

  private void preempt(MemoryRun rival, MemoryRun by) {
    process.say(rival.view().id() + " makes way");
    for (MemoryStep step : rival.steps) {
      if (step.status == StepStatus.RUNNING) {
        step.move(StepEvent.SUSPENDED);
      }
    }
    rival.move(RunEvent.PREEMPTED);
    rival.preemptedBy = by.view().id();
  }

  private void expand(MemoryRun run) {
    int position = -1;
    int nodePosition = 0;
    for (Map.Entry<StepSpec, List<String>> entry :
        Expansion.nodes(targets, run.definition, "orders", run.view().inputs()).entrySet()) {
      position += entry.getKey().together() ? 0 : 1;
      nodePosition = entry.getKey().together() ? nodePosition : 0;
      for (String node : entry.getValue()) {
        MemoryStep step =
            new MemoryStep(run.view().id(), entry.getKey(), node, position, nodePosition++);
        run.steps.add(step);
        if (step.spec.when() != null && !step.spec.when().holds(run.view().inputs())) {
          step.move(StepEvent.SKIPPED);
        }
      }
    }
  }

  /** Carries a run out until it rests, or is somebody else's. */
  public void carryOut(MemoryRun run) {
    long term = run.term;
    while (run.status == RunStatus.RUNNING && run.term == term) {
      process.requireAlive();
      Instant now = clock.instant();
      RunState state =
          new RunState(run.view(), run.definition, run.views(), term, Set.of(), reversibility);
      Decision decision = DECIDER.decide(state, now);
      if (decision.acts().isEmpty()) {
        process.await(decision.wakeAt() == null ? now.plusSeconds(60) : decision.wakeAt());
        continue;
      }
      for (Decision.Act act : decision.acts()) {
        process.requireAlive();
        if (run.status == RunStatus.RUNNING && run.term == term) {
          carryOut(run, act);
        }
      }
    }
  }

  private void carryOut(MemoryRun run, Decision.Act act) {
    if (act instanceof Decision.Rest rest) {
      rest(run, rest);
    } else if (act instanceof Decision.Begin begin) {
      begin(run, step(run, begin.step()));
    } else if (act instanceof Decision.Lost lost) {
      step(run, lost.step()).move(StepEvent.OUTCOME_UNKNOWN);
    } else if (act instanceof Decision.GiveUp giveUp) {
      step(run, giveUp.step()).move(StepEvent.GIVEN_UP);
    } else {
      throw new IllegalStateException("the simulation cancels nothing: " + act);
    }
  }

  private static MemoryStep step(MemoryRun run, StepView view) {
    return run.steps.stream()
        .filter(step -> step.spec.id().equals(view.id()) && step.node.equals(view.node()))
        .findFirst()
        .orElseThrow();
  }

  private void rest(MemoryRun run, Decision.Rest rest) {
    run.move(rest.event());
    run.reason = rest.reason();
    run.remedy = rest.remedy();
    run.endedAt = clock.instant();
    process.say("run " + run.view().id() + ": " + run.status.label() + " " + run.reason);
    for (MemoryRun other : kept.runs) {
      if (run.view().id().equals(other.preemptedBy)) {
        other.preemptedBy = null;
        other.move(RunEvent.RESUMED);
      }
    }
    next();
  }

  private void begin(MemoryRun run, MemoryStep step) {
    boolean again = step.status.isSettled();
    Instant now = clock.instant();
    if (again
        || step.clockFrom == null
        || step.status == StepStatus.PENDING
        || step.status == StepStatus.PAUSED) {
      step.clockFrom = now;
    }
    StepView before = step.view();
    step.move(again ? StepEvent.CHECKED_AGAIN : StepEvent.BEGUN);
    step.term = run.term;
    step.notBefore = null;
    Sitting sitting =
        new Sitting(before, step.spec, 0, now, Objects.requireNonNull(step.clockFrom), false);
    StepFacts facts =
        new StepFacts(run.view().id(), "orders", step.spec, step.node, run.view().inputs());
    long term = run.term;
    SittingContext context =
        new SittingContext(
            facts, sitting, clock, () -> fence.apply(term), progress -> {}, () -> {});
    MemoryRecord record = new MemoryRecord(run, step, sitting, clock, random, process);
    StepType type = Objects.requireNonNull(types.get(step.spec.uses()), step.spec.uses());
    new StepRunner(sitting, type, context, record, (point, key) -> {}, null, () -> {}).run();
  }
}
