package dev.understudy.service;

import dev.understudy.common.Tally;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import dev.understudy.workflow.SuspendedException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A step type whose looks and acts are counted, with the time that they took. */
final class CountedStep implements StepType {
  private final StepType type;
  private final Tally tally;

  CountedStep(StepType type, Tally tally) {
    this.type = type;
    this.tally = tally;
  }

  static Map<String, StepType> all(Map<String, StepType> types, Tally tally) {
    Map<String, StepType> counted = new TreeMap<>();
    types.forEach((name, type) -> counted.put(name, new CountedStep(type, tally)));
    return counted;
  }

  @Override
  public String name() {
    return type.name();
  }

  @Override
  public Reversibility reversibility() {
    return type.reversibility();
  }

  @Override
  public Probe probe(StepContext context) {
    return counted("probe", () -> type.probe(context));
  }

  @Override
  public void apply(StepContext context) {
    counted(
        "apply",
        () -> {
          type.apply(context);
          return true;
        });
  }

  @Override
  public void undo(StepContext context) {
    counted(
        "undo",
        () -> {
          type.undo(context);
          return true;
        });
  }

  @Override
  public void abandon(StepContext context) {
    type.abandon(context);
  }

  private <T> T counted(String what, Supplier<T> act) {
    return tally.of("step " + what, name(), CountedStep::outcome, act);
  }

  private static String outcome(RuntimeException error) {
    return error instanceof SuspendedException ? "suspended" : Tally.outcome(error);
  }
}
