package dev.understudy.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.understudy.common.Json;
import dev.understudy.schedule.Alarms;
import dev.understudy.schedule.QuartzAlarms;
import dev.understudy.store.Store;
import dev.understudy.workflow.CrashPoints;
import dev.understudy.workflow.Engine;
import dev.understudy.workflow.EngineSetup;
import dev.understudy.workflow.Holders;
import dev.understudy.workflow.RunStatus;
import dev.understudy.workflow.Runs;
import dev.understudy.workflow.Signal;
import dev.understudy.workflow.Signals;
import dev.understudy.workflow.Timing;
import dev.understudy.workflow.definition.Definition;
import dev.understudy.workflow.definition.DefinitionParser;
import dev.understudy.workflow.definition.Definitions;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Durable steps that do nothing, through the engine, the store and Quartz as the service has them,
 * while Quartz rings alarms. Prints one line of JSON.
 *
 * <p>Arguments: an empty directory, steps in each run, runs side by side, alarms a second.
 */
public final class EngineBenchmark {
  private static final Duration RAW = Duration.ofSeconds(3);
  private static final int ALARMS = 10;

  private final Path directory;
  private final int steps;
  private final int runs;
  private final int rings;

  private EngineBenchmark(Path directory, int steps, int runs, int rings) {
    this.directory = directory;
    this.steps = steps;
    this.runs = runs;
    this.rings = rings;
  }

  public static void main(String[] arguments) throws Exception {
    var benchmark =
        new EngineBenchmark(
            Path.of(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]));
    System.out.println(Json.write(benchmark.measure()));
  }

  private Map<String, Object> measure() throws Exception {
    Map<String, Object> result = new LinkedHashMap<>();
    RawCommits.perSecond(directory.resolve("warm.db"), Duration.ofSeconds(1));
    double before = RawCommits.perSecond(directory.resolve("before.db"), RAW);
    NoOp applied = new NoOp("applied", true);
    NoOp found = new NoOp("found", false);
    try (Store store = Store.openForWriting(directory.resolve("data"))) {
      LongAdder rung = new LongAdder();
      try (Engine engine = engine(store, rung, applied, found)) {
        engine.start();
        Signals signals = Signals.local(store, Clock.systemUTC(), engine::nudge);
        carryOut(store, signals, "warm-up");
        result.put("applied", measure(store, signals, applied, rung));
        result.put("found", measure(store, signals, found, rung));
      }
    }
    double after = RawCommits.perSecond(directory.resolve("after.db"), RAW);
    result.put("raw_commits_per_second", (before + after) / 2);
    return result;
  }

  private Map<String, Object> measure(Store store, Signals signals, NoOp type, LongAdder rung) {
    rung.reset();
    long processor = processorNanos();
    double seconds = carryOut(store, signals, type.name());
    long rings = rung.sum();
    processor = processorNanos() - processor;
    long[] nanos = type.sorted();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("steps_per_second", (double) steps * runs / seconds);
    figures.put("processor_ms", processor / 1e6 / steps / runs);
    figures.put("median_ms", nanos[nanos.length / 2] / 1e6);
    figures.put("p99_ms", nanos[(int) (nanos.length * 0.99)] / 1e6);
    figures.put("worst_ms", nanos[nanos.length - 1] / 1e6);
    figures.put("rings_per_second", rings / seconds);
    return figures;
  }

  /** What this process has had of the processors so far. */
  private static long processorNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Runs of one workflow on as many clusters, side by side; how many seconds they took. */
  private double carryOut(Store store, Signals signals, String workflow) {
    long begun = System.nanoTime();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      Signal start = Signal.start(workflow, "cluster-" + i, Map.of(), "benchmark");
      ids.add(signals.ask(start, Duration.ofSeconds(30)).orThrow());
    }
    Runs all = new Runs(store.reader());
    long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    while (!ids.stream().allMatch(id -> done(all, id))) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the runs do not end");
      }
      LockSupport.parkNanos(20_000_000);
    }
    return (System.nanoTime() - begun) / 1e9;
  }

  private static boolean done(Runs runs, String id) {
    return runs.find(id).orElseThrow().status() == RunStatus.DONE;
  }

  private Engine engine(Store store, LongAdder rung, NoOp applied, NoOp found) {
    var types =
        Map.of(applied.name(), applied, found.name(), found, "warm-up", new NoOp("warm-up", true));
    EngineSetup setup =
        new EngineSetup(
            store.sharedCommits(),
            store.reader(),
            store.owner(),
            cluster -> 1,
            Holders.SYSTEM,
            Clock.systemUTC(),
            new Random(1),
            Map.copyOf(types),
            definitions(types.keySet().stream().sorted().toList()),
            (cluster, selector, inputs) -> List.of(selector),
            CrashPoints.NONE,
            List.of(),
            Timing.STANDARD);
    return new Engine(setup, listener -> ringing(store, listener, rung));
  }

  /** The engine's own alarms, with ringing ones beside them. */
  private Alarms ringing(Store store, Alarms.Listener listener, LongAdder rung) {
    QuartzAlarms alarms =
        new QuartzAlarms(
            store,
            (String key, Instant scheduled) -> {
              if (key.startsWith("beside-")) {
                rung.increment();
              } else {
                listener.ring(key, scheduled);
              }
            });
    for (int i = 0; i < ALARMS; i++) {
      alarms.every("beside-" + i, Duration.ofMillis(1000L * ALARMS / rings));
    }
    return alarms;
  }

  private Definitions definitions(List<String> names) {
    return new Definitions() {
      @Override
      public Definition get(String name) {
        int count = name.equals("warm-up") ? Math.min(steps, 200) : steps;
        StringBuilder text = new StringBuilder("name: " + name + "\nsteps:\n");
        IntStream.range(0, count)
            .forEach(i -> text.append("  - { id: s" + i + ", uses: " + name + " }\n"));
        return new DefinitionParser(Set.copyOf(names)).parse(name + ".yaml", text.toString());
      }

      @Override
      public List<String> names() {
        return names;
      }
    };
  }
}
