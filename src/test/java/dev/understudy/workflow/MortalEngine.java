package dev.understudy.workflow;

import dev.understudy.store.Store;
import java.time.Clock;
import java.time.Duration;

/** An engine that the tests of other packages can let die. */
public final class MortalEngine {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Engine engine;
  private final Signals signals;

  public MortalEngine(EngineSetup setup, Store store, Clock clock) {
    this.engine = new Engine(setup, new FakeAlarms()::hookedTo);
    this.signals = Signals.local(store, clock, engine::nudge);
  }

  /**
   * Generous, except for what a test waits for.
   *
   * @param poll how often signals are looked for that nobody told of
   */
  public static Timing timing(Duration poll) {
    return new Timing(
        Duration.ofSeconds(30),
        Duration.ofHours(1),
        poll,
        Duration.ofSeconds(15),
        Duration.ofSeconds(10),
        Duration.ofSeconds(5));
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
