package dev.understudy.simulation.failover;

import dev.understudy.common.Fence;
import dev.understudy.failover.Circumstances;
import dev.understudy.failover.Circumstances.LastAutomatic;
import dev.understudy.failover.Circumstances.Registered;
import dev.understudy.failover.Circumstances.Surroundings;
import dev.understudy.failover.OpenObserver;
import dev.understudy.failover.Verdict;
import dev.understudy.postgres.LastPrimary;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.HostReading;
import dev.understudy.watch.Moment;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import dev.understudy.watch.OpenBoard;
import dev.understudy.watch.Part;
import dev.understudy.workflow.LeaseLostException;
import dev.understudy.workflow.MemoryEngine;
import dev.understudy.workflow.MemoryRun;
import dev.understudy.workflow.RunStatus;
import dev.understudy.workflow.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One life of the service. What it remembers dies with it; what it has sent goes on. Judge, tracker
 * and board are the real ones; what ObservedFacts, Observer and Rejoiner do around them with the
 * store is done here in the same way.
 */
final class Service {
  private static final Instant EPOCH = Instant.parse("2030-01-01T12:00:00Z");
  private static final long REJOIN_AGAIN = 300_000;
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);
  private static final int MOST_FAILURES = 6;

  final World world;
  final Wire wire;
  final MemoryStore store;
  final Renewer renewer;
  private final OpenBoard board;
  private final OpenObserver observer = new OpenObserver();
  private final MemoryEngine engine;
  private final Map<String, Long> rejoins = new HashMap<>();
  private boolean alive = true;
  private @Nullable Verdict verdict;

  Service(World world) {
    this.world = world;
    this.wire = new Wire(world);
    this.store = world.store;
    this.renewer = new Renewer(this);
    List<String> names = world.nodes.stream().map(node -> node.name).toList();
    long gap = Math.max(world.setup.beat(), 500);
    this.board = new OpenBoard(names, this::moment, Duration.ofMillis(gap), this::seen);
    this.engine = Workflows.engine(this);
    Watcher.begin(this, board, gap);
    renewer.begin();
    later(1, engine::takeOver);
  }

  boolean alive() {
    return alive;
  }

  /** The process dies; its answers find nobody. */
  void die() {
    world.say("the service dies");
    alive = false;
  }

  void later(long delay, Runnable what) {
    world.atService(
        delay,
        () -> {
          if (alive) {
            what.run();
          }
        });
  }

  Moment moment() {
    return new Moment(
        (world.now() + 1_000_000) * 1_000_000L, EPOCH.plusMillis(world.now() + world.clockOff));
  }

  Instant instant() {
    return moment().instant();
  }

  Fence fence(long term) {
    return new Fence(MemoryStore.OWNER, "orders", store.epoch, term);
  }

  Optional<Verdict> verdict() {
    return Optional.ofNullable(verdict);
  }

  MemoryEngine engine() {
    return engine;
  }

  /** Lets time pass in the middle of a step. */
  void await(java.util.function.BooleanSupplier done, long until, Runnable check) {
    world.agenda.await(
        () -> world.now() >= world.serviceFrozenUntil && done.getAsBoolean(),
        until,
        () -> {
          requireAlive();
          check.run();
        });
  }

  private void requireAlive() {
    if (!alive || world.agenda.isOver()) {
      throw new LeaseLostException("service", "the process is dead");
    }
  }

  /** What the engine wants of its process. */
  MemoryEngine.Process process() {
    return new MemoryEngine.Process() {
      @Override
      public void requireAlive() {
        Service.this.requireAlive();
      }

      @Override
      public void await(Instant until) {
        long wait = Duration.between(instant(), until).toMillis();
        long slice = Math.max(1, Math.min(wait, 1000));
        Service.this.await(() -> false, world.now() + slice, () -> {});
      }

      @Override
      public void carry(MemoryRun run) {
        later(1, () -> carryOut(run));
      }

      @Override
      public void say(String text) {
        world.say(text);
      }
    };
  }

  private void carryOut(MemoryRun run) {
    try {
      engine.carryOut(run);
    } catch (LeaseLostException e) {
      world.say(run.view().id() + " is left: " + e.getMessage());
    }
  }

  private void seen(ClusterSnapshot snapshot) {
    if (!alive) {
      return;
    }
    Circumstances facts = facts(snapshot);
    ClusterSnapshot judged =
        world.setup.broken(Mutant.BELIEVES_ITSELF_ALONE) ? blind(snapshot) : snapshot;
    Verdict next = observer.judge(judged, facts, moment());
    if (verdict == null || !verdict.same(next)) {
      world.say("verdict: " + next.code() + " " + next.sentence() + " " + next.obstacles());
    }
    verdict = next;
    remember(snapshot);
    if (next.startsFailover() && facts.runs().isEmpty()) {
      startFailover(next, OpenObserver.lastPrimary(facts, snapshot));
    } else {
      OpenObserver.returned(snapshot, store.cluster(), store.rows()).ifPresent(this::rejoin);
    }
  }

  /** As if no standby had heard the primary. */
  private ClusterSnapshot blind(ClusterSnapshot snapshot) {
    Map<String, NodeSnapshot> nodes = new LinkedHashMap<>();
    snapshot.nodes().forEach((name, node) -> nodes.put(name, deaf(node)));
    return new ClusterSnapshot(snapshot.cluster(), snapshot.number(), snapshot.at(), nodes);
  }

  private NodeSnapshot deaf(NodeSnapshot node) {
    Part<HostReading> host = node.host();
    Part<NodeReading> reading = node.reading();
    if (reading == null || reading.value().primary() || host == null) {
      return node;
    }
    return new NodeSnapshot(
        node.node(),
        node.observedSince(),
        new Part<>(Looks.deaf(reading.value()), reading.asked()),
        node.trouble(),
        node.troubledSince(),
        node.door(),
        new Part<>(Looks.deaf(host.value()), host.asked()),
        node.hostTrouble());
  }

  private void remember(ClusterSnapshot snapshot) {
    snapshot
        .node(store.primary)
        .filter(NodeSnapshot::answers)
        .flatMap(NodeSnapshot::lastReading)
        .filter(NodeReading::primary)
        .ifPresent(reading -> store.lastKnown = Optional.of(LastPrimary.of(reading.state())));
  }

  private void startFailover(Verdict why, LastPrimary last) {
    world.say("failover: " + why.sentence() + " " + why.evidence());
    world.mayFail(this);
    Map<String, String> inputs = new TreeMap<>();
    inputs.put("cluster", "orders");
    inputs.put("automatic", "yes");
    if (last.timeline() > 0) {
      inputs.put("timeline", Integer.toString(last.timeline()));
    }
    last.written().ifPresent(written -> inputs.put("position", written.toString()));
    MemoryRun run = engine.start("failover", inputs);
    store.starts.add(0, new MemoryStore.Start(instant(), run.view().id()));
  }

  private void rejoin(String node) {
    Long last = rejoins.get(node);
    if (last != null && world.now() - last < REJOIN_AGAIN) {
      return;
    }
    rejoins.put(node, world.now());
    world.say(node + " rejoins");
    engine.start("rejoin", Map.of("cluster", "orders", "node", node));
  }

  private Circumstances facts(ClusterSnapshot snapshot) {
    List<RunView> runs = store.runs.runs().stream().map(MemoryRun::view).toList();
    boolean anybody = snapshot.nodes().values().stream().anyMatch(NodeSnapshot::answers);
    return new Circumstances(
        world.setup.config(),
        Optional.of(new Registered(store.primary, store.epoch, MemoryStore.SYSTEM)),
        Optional.empty(),
        Optional.empty(),
        store.starts.stream()
            .filter(start -> !failed(run(runs, start)))
            .findFirst()
            .map(start -> new LastAutomatic(start.at(), false)),
        runs.stream().filter(Service::active).map(RunView::workflow).toList(),
        waits(runs).or(() -> failedLately(runs)),
        false,
        Optional.empty(),
        anybody || !world.serviceAlone ? Surroundings.SEEN : Surroundings.SILENT,
        Map.of(),
        store.lastKnown);
  }

  private static boolean active(RunView run) {
    return run.status() == RunStatus.PENDING || run.status() == RunStatus.RUNNING;
  }

  private static Optional<String> waits(List<RunView> runs) {
    return runs.stream()
        .filter(run -> run.workflow().equals("failover"))
        .filter(run -> !run.status().isFinal() && !active(run))
        .findFirst()
        .map(run -> "the failover of run " + run.id() + " needs a person: " + run.reason());
  }

  private static RunView run(List<RunView> runs, MemoryStore.Start start) {
    return runs.stream().filter(run -> run.id().equals(start.run())).findFirst().orElseThrow();
  }

  private static boolean failed(RunView run) {
    return run.status() == RunStatus.FAILED || run.status() == RunStatus.CANCELLED;
  }

  private Optional<String> failedLately(List<RunView> runs) {
    List<RunView> failed =
        store.starts.stream()
            .limit(MOST_FAILURES)
            .map(start -> run(runs, start))
            .takeWhile(Service::failed)
            .toList();
    if (failed.isEmpty() || failed.get(0).endedAt() == null) {
      return Optional.empty();
    }
    Instant again =
        failed.get(0).endedAt().plus(AFTER_FAILURE.multipliedBy(1L << (failed.size() - 1)));
    return instant().isBefore(again)
        ? Optional.of("a failover failed; another one may begin at " + again)
        : Optional.empty();
  }
}
