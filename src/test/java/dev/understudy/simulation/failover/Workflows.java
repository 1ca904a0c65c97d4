package dev.understudy.simulation.failover;

import dev.understudy.common.UnderstudyException;
import dev.understudy.workflow.MemoryEngine;
import dev.understudy.workflow.StepType;
import dev.understudy.workflow.Targets;
import dev.understudy.workflow.definition.Definition;
import dev.understudy.workflow.definition.DefinitionFiles;
import dev.understudy.workflow.definition.Definitions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The packaged workflow files with steps that act on simulated nodes. */
final class Workflows {
  private static final Map<String, Definition> READ = new ConcurrentHashMap<>();

  private Workflows() {}

  static MemoryEngine engine(Service service) {
    Map<String, StepType> types = new HashMap<>();
    Steps steps = new Steps(service, types);
    FailoverSteps.add(steps);
    FollowSteps.add(steps);
    RejoinSteps.add(steps);
    return new MemoryEngine(
        service.store.runs,
        definitions(types),
        targets(service),
        types,
        clock(service),
        service.world.random,
        service::fence,
        service.process());
  }

  private static Definitions definitions(Map<String, StepType> types) {
    return new Definitions() {
      @Override
      public Definition get(String name) {
        return READ.computeIfAbsent(
            name,
            each ->
                new DefinitionFiles(
                        Workflows.class.getClassLoader(), Path.of("/nonexistent"), types.keySet())
                    .get(each));
      }

      @Override
      public List<String> names() {
        return List.of("failover", "rejoin");
      }
    };
  }

  private static Targets targets(Service service) {
    return (cluster, selector, inputs) -> {
      List<String> all = service.world.nodes.stream().map(node -> node.name).toList();
      String named = inputs.getOrDefault("node", "");
      return switch (selector) {
        case "all" -> all;
        case "primary" -> List.of(service.store.primary);
        case "standbys" ->
            all.stream().filter(name -> !name.equals(service.store.primary)).toList();
        case "named" -> List.of(named);
        case "remaining" -> all.stream().filter(name -> !name.equals(named)).toList();
        default ->
            throw new UnderstudyException(
                dev.understudy.common.ErrorClass.CONFIGURATION, selector, "unknown", null, null);
      };
    };
  }

  private static Clock clock(Service service) {
    return new Clock() {
      @Override
      public Instant instant() {
        return service.instant();
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }
}
