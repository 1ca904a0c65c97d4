package dev.understudy.simulation.failover;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import dev.understudy.postgres.NodeState;
import dev.understudy.workflow.LeaseLostException;
import dev.understudy.workflow.MemoryRun;
import dev.understudy.workflow.RunStatus;
import dev.understudy.workflow.StepContext;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One call of a step: what it may do, and how it waits. */
final class Turn {
  static final long LIMIT = 10_000;

  final Service service;
  final World world;
  final MemoryStore store;
  private final StepContext context;
  private final MemoryRun run;
  private final long term;

  Turn(Service service, StepContext context) {
    this.service = service;
    this.world = service.world;
    this.store = service.store;
    this.context = context;
    this.run =
        store.runs.runs().stream()
            .filter(each -> each.view().id().equals(context.runId()))
            .findFirst()
            .orElseThrow();
    this.term = run.view().term();
  }

  String run() {
    return context.runId();
  }

  int attempt() {
    return context.attempt();
  }

  String input(String name) {
    return context.inputs().getOrDefault(name, "");
  }

  Fence fence() {
    return context.fence();
  }

  /** The node that the step is for. */
  SimNode node() {
    return world.node(context.node());
  }

  String nodeName() {
    return context.node();
  }

  boolean butOldPrimary() {
    return "old-primary".equals(context.with().get("but"));
  }

  MemoryStore.Change change() {
    return store.change(run()).orElseThrow(() -> precondition("the failover has not begun"));
  }

  static PreconditionException precondition(String why) {
    return new PreconditionException("orders", why, "see to it");
  }

  static UnderstudyException unknown(String why) {
    return new UnderstudyException(ErrorClass.UNKNOWN, "orders", why, null, null);
  }

  void requireOurs() {
    if (run.view().status() != RunStatus.RUNNING || run.view().term() != term) {
      throw new LeaseLostException(run(), "the run is no longer ours");
    }
  }

  void await(BooleanSupplier done, long until) {
    service.await(done, until, this::requireOurs);
  }

  void sleep(long millis) {
    await(() -> false, world.now() + millis);
  }

  <T> T get(Wire.Pending<T> pending) {
    await(pending::done, Long.MAX_VALUE / 4);
    return pending.get();
  }

  void all(List<? extends Wire.Pending<?>> pending) {
    await(() -> pending.stream().allMatch(Wire.Pending::done), Long.MAX_VALUE / 4);
  }

  Wire.Pending<NodeState> state(SimNode node) {
    return service.wire.sql(node, LIMIT, (there, answer) -> answer.say(Looks.state(there)));
  }
}
