package dev.understudy.watch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The loop of one node, with clocks, workers, a server and a host that the test commands. */
final class LoopRig {
  static final Timings TIMINGS = Timings.of(Duration.ofSeconds(1));

  final FakeMoments moments = new FakeMoments();
  final Deque<Runnable> tasks = new ArrayDeque<>();
  final Deque<Runnable> hostTasks = new ArrayDeque<>();
  final FakeSql probe = new FakeSql();
  final FakeHost hostProbe = new FakeHost();
  final List<ClusterSnapshot> published = new ArrayList<>();
  final Continuity continuity = new Continuity(moments, TIMINGS.gap());
  final Board board = new Board("orders", List.of("alpha"), continuity, published::add);
  private final NodeLoop loop;

  LoopRig() {
    this(TIMINGS);
  }

  LoopRig(Timings timings) {
    LoopTools tools = new LoopTools(tasks::add, hostTasks::add, timings, moments, new Lateness());
    loop =
        new NodeLoop("alpha", probe, new HostLoop("alpha", hostProbe, board, tools), board, tools);
  }

  void beat() {
    loop.beat(moments.now().nanos());
  }

  void check() {
    loop.check();
  }

  boolean waits() {
    return loop.waits();
  }

  /** Time passes while the process is awake. */
  void pass(Duration time) {
    Duration left = time;
    while (left.compareTo(TIMINGS.pulse()) > 0) {
      moments.pass(TIMINGS.pulse());
      continuity.look();
      left = left.minus(TIMINGS.pulse());
    }
    moments.pass(left);
    continuity.look();
  }

  void runOne() {
    tasks.remove().run();
  }

  void runAll() {
    while (!tasks.isEmpty()) {
      runOne();
    }
  }

  void runHost() {
    while (!hostTasks.isEmpty()) {
      hostTasks.remove().run();
    }
  }

  /** A whole beat, with this answer. */
  void answered(NodeReading reading) {
    probe.answer = reading;
    beat();
    runOne();
    pass(Duration.ofSeconds(1));
  }

  NodeSnapshot node() {
    return board.snapshot().node("alpha").orElseThrow();
  }

  static final class FakeSql implements SqlProbe {
    SqlAnswer answer = Readings.primary(0);
    @Nullable RuntimeException failure;
    @Nullable Door door;
    int asked;
    int aborts;

    @Override
    public SqlAnswer ask() {
      asked++;
      if (failure != null) {
        throw failure;
      }
      return answer;
    }

    @Override
    public Optional<Door> tend() {
      return Optional.ofNullable(door);
    }

    @Override
    public void abort() {
      aborts++;
    }

    @Override
    public void close() {
      abort();
    }
  }

  static final class FakeHost implements HostProbe {
    HostAnswer answer =
        HostOutput.read("/data", "boot_id=boot\nuptime=1.0\ncontrol_state=in production\n");
    Set<String> peers = Set.of();
    int looks;
    int hangUps;

    @Override
    public HostAnswer look(Set<String> troubled) {
      looks++;
      peers = troubled;
      return answer;
    }

    @Override
    public void hangUp() {
      hangUps++;
    }
  }
}
