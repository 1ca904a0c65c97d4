package dev.understudy.workflow;

import dev.understudy.common.Fence;
import dev.understudy.workflow.definition.Definition;
import dev.understudy.workflow.definition.DefinitionParser;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** What all workers of an engine share. */
record Parts(
    EngineSetup setup,
    Journal journal,
    Decider decider,
    Executor threads,
    AlarmBook alarms,
    Announcer announcer) {

  /**
   * The workflow text that the run is pinned to.
   *
   * @throws dev.understudy.workflow.definition.DefinitionException when this version cannot go by
   *     it, for instance for want of a step type
   */
  Definition pinned(RunView run) {
    DefinitionTable.Stored stored =
        setup.reader().withHandle(handle -> DefinitionTable.get(handle, run.definition()));
    return new DefinitionParser(setup.types().keySet()).parse(stored.source(), stored.text());
  }

  Fence fence(Grip grip) {
    long epoch = setup.epochs().applyAsLong(grip.cluster());
    return new Fence(setup.owner(), grip.cluster(), epoch, grip.term());
  }

  Map<String, Reversibility> reversibility() {
    return setup.types().values().stream()
        .collect(Collectors.toMap(StepType::name, StepType::reversibility));
  }
}
