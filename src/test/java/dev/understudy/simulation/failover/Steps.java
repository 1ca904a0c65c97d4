package dev.understudy.simulation.failover;

import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Makes step types of two functions. */
final class Steps {
  private final Service service;
  private final Map<String, StepType> all;

  Steps(Service service, Map<String, StepType> all) {
    this.service = service;
    this.all = all;
  }

  void add(String name, Reversibility way, Predicate<Turn> met, Consumer<Turn> apply) {
    all.put(
        name,
        new StepType() {
          @Override
          public String name() {
            return name;
          }

          @Override
          public Reversibility reversibility() {
            return way;
          }

          @Override
          public Probe probe(StepContext context) {
            return met.test(new Turn(service, context))
                ? Probe.met(Map.of())
                : Probe.notMet(Change.of(name, context.node(), "", "done"));
          }

          @Override
          public void apply(StepContext context) {
            apply.accept(new Turn(service, context));
          }
        });
  }

  void kept(String name, Predicate<Turn> met, Consumer<Turn> apply) {
    add(name, Reversibility.KEPT, met, apply);
  }

  void forGood(String name, Predicate<Turn> met, Consumer<Turn> apply) {
    add(name, Reversibility.POINT_OF_NO_RETURN, met, apply);
  }
}
