package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.schedule.QuartzAlarms;
import dev.understudy.store.Store;
import dev.understudy.workflow.definition.DefinitionFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A service in a process of its own, which tests kill. Its world is the files of its directory. */
final class ChildService {
  /** Every delay is as long as it may be. */
  private static final RandomGenerator LONGEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return System.nanoTime();
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  private ChildService() {}

  /**
   * @param args the data directory
   */
  public static void main(String[] args) throws InterruptedException {
    Path data = Path.of(args[0]);
    Store store = Store.openForWriting(data);
    StepType heal = new Heal(data);
    EngineSetup setup =
        new EngineSetup(
            store.sharedCommits(),
            store.reader(),
            store.owner(),
            cluster -> 1,
            Holders.SYSTEM,
            Clock.systemUTC(),
            LONGEST,
            Map.of("heal", heal),
            new DefinitionFiles(
                ChildService.class.getClassLoader(), data.resolve("workflows"), Set.of("heal")),
            (cluster, selector, inputs) -> List.of(selector),
            CrashPoints.halting(System.getProperty(CrashPoints.PROPERTY)),
            List.of(),
            Timing.STANDARD);
    Engine engine = new Engine(setup, listener -> new QuartzAlarms(store, listener));
    engine.start();
    System.out.println("ready");
    Thread.currentThread().join();
  }

  /** Cannot be applied before a file {@code heal} exists; notes when it tried. */
  private record Heal(Path data) implements StepType {
    @Override
    public String name() {
      return "heal";
    }

    @Override
    public Reversibility reversibility() {
      return Reversibility.KEPT;
    }

    @Override
    public Probe probe(StepContext context) {
      return Files.exists(data.resolve("healed"))
          ? Probe.met(Map.of("healed", "yes"))
          : Probe.notMet(Change.of("file", "healed", "", "there"));
    }

    @Override
    public void apply(StepContext context) {
      try {
        Files.writeString(
            data.resolve("tries"),
            Instant.now() + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
        if (!Files.exists(data.resolve("heal"))) {
          throw new UnderstudyException(
              ErrorClass.CONNECTION, context.node(), "not healed yet", null, null);
        }
        Files.writeString(data.resolve("healed"), "");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
