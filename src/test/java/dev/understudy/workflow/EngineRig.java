package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.store.Store;
import dev.understudy.workflow.definition.Definition;
import dev.understudy.workflow.definition.DefinitionParser;
import dev.understudy.workflow.definition.Definitions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** An engine on a real store, with a world, a clock and alarms that the test commands. */
final class EngineRig implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Timing TIMING = MortalEngine.timing(Duration.ofMillis(20));

  final Store store;
  final SettableClock clock = new SettableClock();
  final FakeAlarms alarms = new FakeAlarms();
  final World world = new World();
  final Map<String, StepType> types = new HashMap<>();
  final Map<String, String> files = new ConcurrentHashMap<>();
  final Map<String, List<String>> groups = new ConcurrentHashMap<>();
  final List<EventView> heard = Collections.synchronizedList(new ArrayList<>());
  final Runs runs;
  FakeHolders holders = FakeHolders.named("first");
  CrashPoints crashPoints = CrashPoints.NONE;
  Random random = new Random(1);
  volatile String brokenSelector = "";
  Engine engine;
  Signals signals;

  EngineRig(Path directory) {
    store = Store.openForWriting(directory);
    runs = new Runs(store.reader());
    groups.put("all", List.of("alpha", "bravo", "charlie"));
    groups.put("none", List.of());
    type("keep", Reversibility.KEPT);
    type("make", Reversibility.REVERSIBLE);
    type("cross", Reversibility.POINT_OF_NO_RETURN);
  }

  FakeType type(String name, Reversibility reversibility) {
    FakeType type = new FakeType(name, reversibility, world);
    types.put(name, type);
    return type;
  }

  FakeType type(String name) {
    return (FakeType) Objects.requireNonNull(types.get(name));
  }

  /** A workflow whose name is the first word after {@code name:}. */
  EngineRig file(String text) {
    String name = text.lines().findFirst().orElseThrow().replace("name:", "").strip();
    files.put(name, text);
    return this;
  }

  Definitions definitions() {
    return new Definitions() {
      @Override
      public Definition get(String name) {
        return new DefinitionParser(types.keySet()).parse(name + ".yaml", files.get(name));
      }

      @Override
      public List<String> names() {
        return List.copyOf(new TreeMap<>(files).keySet());
      }
    };
  }

  Targets targets() {
    return (cluster, selector, inputs) -> {
      if (selector.equals(brokenSelector)) {
        throw new UnderstudyException(
            ErrorClass.CONFIGURATION, cluster, "no selector " + selector, "name another", null);
      }
      return groups.getOrDefault(selector, List.of(selector));
    };
  }

  /** A new engine, not yet started. */
  Engine build() {
    EngineSetup setup =
        new EngineSetup(
            store.sharedCommits(),
            store.reader(),
            "owner",
            cluster -> 1,
            holders,
            clock,
            random,
            types,
            definitions(),
            targets(),
            (point, step) -> crashPoints.reached(point, step),
            List.of(heard::add),
            TIMING);
    return new Engine(setup, alarms::hookedTo);
  }

  EngineRig start() {
    engine = build();
    signals = Signals.local(store, clock, () -> engine.nudge());
    engine.start();
    return this;
  }

  /** The process dies: nothing is said to the store any more, and everybody can know it. */
  void kill() {
    holders.dead().add(holders.current());
    engine.stop();
  }

  /** Like {@link #kill}, but from one of the engine's own threads. */
  void die() {
    holders.dead().add(holders.current());
    engine.die();
    throw new LeaseLostException("-", "the process is dead");
  }

  /** Another process on the same store. */
  EngineRig restart() {
    holders = holders.other(holders.current() + "+");
    return start();
  }

  String begin(String workflow) {
    return begin(workflow, Map.of());
  }

  String begin(String workflow, Map<String, String> inputs) {
    return ask(Signal.start(workflow, "orders", inputs, "test")).orThrow();
  }

  SignalResult ask(Signal signal) {
    return signals.ask(signal, PATIENCE);
  }

  RunView run(String id) {
    return runs.find(id).orElseThrow();
  }

  /** The step's row; waits for it, since a run has none before it begins. */
  StepView step(String run, String key) {
    Await.until(() -> story(run), () -> row(run, key).isPresent());
    return row(run, key).orElseThrow();
  }

  private Optional<StepView> row(String run, String key) {
    return runs.steps(run).stream()
        .filter(step -> (step.id() + "@" + step.node()).equals(key))
        .findFirst();
  }

  /** Such as {@code one@alpha}: done. */
  Map<String, StepStatus> statuses(String run) {
    return runs.steps(run).stream()
        .collect(Collectors.toMap(step -> step.id() + "@" + step.node(), StepView::status));
  }

  RunView await(String run, RunStatus status) {
    Await.until(() -> story(run), () -> run(run).status() == status);
    return run(run);
  }

  StepView await(String run, String key, StepStatus status) {
    Await.until(() -> story(run), () -> step(run, key).status() == status);
    return step(run, key);
  }

  /** Waits until the alarm of the run is set. */
  void awaitAlarm(String run) {
    Await.until(() -> story(run), () -> alarms.pending().containsKey("run-" + run));
  }

  /** Waits until the alarm of the run is set for this time. */
  void awaitAlarm(String run, Instant time) {
    Await.until(() -> story(run), () -> time.equals(alarms.pending().get("run-" + run)));
  }

  /**
   * Waits until an alarm of the run is set for a time to come, or the run needs none any more; what
   * is due meanwhile rings.
   */
  void awaitAlarmOr(String run, RunStatus status) {
    Await.until(() -> story(run), () -> alarmToCome(run) || run(run).status() == status);
  }

  private boolean alarmToCome(String run) {
    alarms.ringUntil(clock.instant());
    Instant alarm = alarms.pending().get("run-" + run);
    return alarm != null && alarm.isAfter(clock.instant());
  }

  /** Time passes, and what is due rings. */
  void advance(Duration duration) {
    clock.advance(duration);
    alarms.ringUntil(clock.instant());
  }

  void sweep() {
    alarms.ringSweep(clock.instant());
  }

  List<String> kinds(String run) {
    return runs.events(run, 0).stream().map(EventView::kind).toList();
  }

  String story(String run) {
    return run(run)
        + "\n"
        + runs.events(run, 0).stream()
            .map(
                e -> e.number() + " " + e.step() + "@" + e.node() + " " + e.kind() + " " + e.text())
            .collect(Collectors.joining("\n"))
        + "\n"
        + world.acts()
        + " "
        + alarms.pending();
  }

  @Override
  public void close() {
    if (engine != null) {
      engine.stop();
    }
    store.close();
  }
}
