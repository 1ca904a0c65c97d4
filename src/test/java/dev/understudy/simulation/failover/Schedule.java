package dev.understudy.simulation.failover;

import dev.understudy.failover.Action;
import dev.understudy.failover.Verdict;
import dev.understudy.workflow.MemoryRun;
import dev.understudy.workflow.RunStatus;
import dev.understudy.workflow.RunView;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One schedule: a cluster, what befalls it, and how it ends. All of it follows from the seed. */
public final class Schedule {
  private static final long PATIENCE = 240_000;
  private static final long LOOK = 1_000;

  private final long seed;
  private final World world;
  private final long healed;
  private @Nullable Service service;
  private String ending = "";
  private long endsAt = Long.MAX_VALUE;

  /**
   * How it went.
   *
   * @param violation what must never happen, and did
   * @param ending how things were at last
   * @param failovers how many nodes were promoted
   * @param log empty unless it was asked for
   */
  public record Result(
      long seed,
      String setup,
      Optional<String> violation,
      String ending,
      int failovers,
      List<String> log) {}

  private Schedule(long seed, Mutant mutant, boolean tells) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.seed = seed;
    this.world = new World(Setup.of(random, mutant), random, tells);
    this.healed = Faults.plan(world, this) + 1000;
    world.agenda.in(0, () -> service = new Service(world));
    world.agenda.in(healed, this::heal);
  }

  static Result play(long seed, Mutant mutant, boolean tells) {
    return new Schedule(seed, mutant, tells).play();
  }

  public static Result play(long seed, boolean tells) {
    return play(seed, Mutant.NONE, tells);
  }

  private Result play() {
    try {
      world.agenda.run();
    } catch (IllegalStateException e) {
      world.referee.violated(e.toString());
    }
    return new Result(
        seed,
        world.setup.toString(),
        world.referee.violation(),
        ending,
        world.referee.failovers,
        world.referee.log());
  }

  void crashService(long lasts) {
    if (service != null) {
      service.die();
      service = null;
      world.agenda.in(lasts, this::startService);
    }
  }

  void stopService(long lasts) {
    Service leaving = service;
    if (leaving != null) {
      world.say("the service is stopped");
      leaving.renewer.leave(
          () -> {
            if (leaving.alive()) {
              crashService(lasts);
            }
          });
    }
  }

  private void startService() {
    if (service == null) {
      world.say("the service starts");
      service = new Service(world);
    }
  }

  private void heal() {
    world.say("all faults are over");
    world.net.heal();
    world.nodes.forEach(SimNode::boot);
    world.serviceAlone = false;
    startService();
    world.agenda.in(LOOK, this::look);
  }

  private void look() {
    String now = state();
    boolean over = world.now() > healed + PATIENCE;
    boolean rests = now.equals(ending) && !now.startsWith("unclear");
    if (!rests) {
      endsAt = world.now() + world.setup.window() + 2_000;
      ending = now;
    }
    if (now.startsWith("unclear") && over) {
      world.referee.violated("wedged: " + now);
    } else if (over
        || (rests && now.equals("serves") && world.now() >= endsAt)
        || (rests && world.now() >= endsAt + 30_000)) {
      world.say("ends: " + now);
      world.agenda.end();
    }
    world.agenda.in(LOOK, this::look);
  }

  /** How things stand, in a few words. */
  private String state() {
    SimNode primary = world.node(world.store.primary);
    Optional<RunView> waiting =
        world.store.runs.runs().stream()
            .map(MemoryRun::view)
            .filter(run -> run.status() == RunStatus.WAITING || run.status() == RunStatus.FAILED)
            .filter(run -> !run.reason().isEmpty())
            .reduce((one, other) -> other);
    boolean active =
        world.store.runs.runs().stream()
            .map(MemoryRun::view)
            .anyMatch(
                run -> run.status() == RunStatus.RUNNING || run.status() == RunStatus.PENDING);
    boolean follow =
        world.nodes.stream()
            .filter(node -> node != primary)
            .allMatch(node -> node.receiver.streams() && node.upstream == primary.id);
    if (primary.serves() && follow && !active) {
      return "serves";
    }
    if (active) {
      return "unclear: a run is under way";
    }
    if (waiting.isPresent()) {
      return (primary.serves() ? "serves, " : "") + "run waits";
    }
    Optional<Verdict> verdict = Optional.ofNullable(service).flatMap(Service::verdict);
    boolean told =
        verdict
            .filter(
                v ->
                    v.action() == Action.ALARM
                        || v.action() == Action.START_PRIMARY
                        || (v.action() == Action.FAILOVER && !v.obstacles().isEmpty()))
            .isPresent();
    return told
        ? (primary.serves() ? "serves, " : "") + "alarm: " + verdict.orElseThrow().code()
        : "unclear: " + verdict.map(v -> v.code() + " " + v.sentence()).orElse("no verdict");
  }
}
