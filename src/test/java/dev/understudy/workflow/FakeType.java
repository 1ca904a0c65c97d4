package dev.understudy.workflow;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** A step type that brings its key about in the world; every act can be replaced by a test. */
final class FakeType implements StepType {
  private final String name;
  private final Reversibility reversibility;
  private final World world;
  volatile Function<StepContext, Probe> probe;
  volatile Consumer<StepContext> apply;
  volatile Consumer<StepContext> undo;
  volatile Consumer<StepContext> abandon = context -> {};

  FakeType(String name, Reversibility reversibility, World world) {
    this.name = name;
    this.reversibility = reversibility;
    this.world = world;
    this.probe = this::look;
    this.apply = this::bring;
    this.undo = context -> world.lose(World.key(context));
  }

  /** What its probe does unless a test replaces it. */
  Probe look(StepContext context) {
    String key = World.key(context);
    return world.isMet(key)
        ? Probe.met(Map.of("seen", key))
        : Probe.notMet(Change.of("thing", key, "", "there"));
  }

  /** What its application does unless a test replaces it. */
  void bring(StepContext context) {
    world.bring(World.key(context));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Reversibility reversibility() {
    return reversibility;
  }

  @Override
  public Probe probe(StepContext context) {
    return probe.apply(context);
  }

  @Override
  public void apply(StepContext context) {
    world.act("apply", context);
    apply.accept(context);
  }

  @Override
  public void undo(StepContext context) {
    world.act("undo", context);
    undo.accept(context);
  }

  @Override
  public void abandon(StepContext context) {
    world.act("abandon", context);
    abandon.accept(context);
  }
}
