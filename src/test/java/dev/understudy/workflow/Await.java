package dev.understudy.workflow;

import java.util.NoSuchElementException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other threads bring about. */
final class Await {
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private Await() {}

  /** Fails with the state's description when the condition does not come true. */
  static void until(Supplier<String> state, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!holds(condition)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never came true: " + state.get());
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** What is asked about a row that is not there yet does not hold yet. */
  private static boolean holds(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (NoSuchElementException e) {
      return false;
    }
  }
}
