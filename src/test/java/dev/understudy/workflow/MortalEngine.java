package dev.understudy.workflow;

import dev.understudy.store.Store;
import java.time.Clock;
import java.time.Duration;

/** An engine that the tests of other packages can let die. */
public final class MortalEngine {
  /** Nothing has to be polled for: signals come from the same process. */
  public static final Timing TIMING =
      new Timing(
          Duration.ofSeconds(30),
          Duration.ofHours(1),
          Duration.ofMillis(200),
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5));

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Engine engine;
  private final Signals signals;

  public MortalEngine(EngineSetup setup, Store store, Clock clock) {
    this.engine = new Engine(setup, new FakeAlarms()::hookedTo);
    this.signals = Signals.local(store, clock, engine::nudge);
  }

  public void start() {
    engine.start();
  }

  /** Returns the run's id. */
  public String ask(Signal signal) {
    return signals.ask(signal, PATIENCE).orThrow();
  }

  /** From one of the engine's own threads: nothing is said to the store any more. */
  public void die() {
    engine.die();
  }

  /** Waits until nothing of it is left. */
  public void bury() {
    engine.stop();
  }
}
