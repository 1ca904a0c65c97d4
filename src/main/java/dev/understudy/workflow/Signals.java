package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Sleeper;
import dev.understudy.common.UnderstudyException;
import dev.understudy.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The asking side of the engine: appends signals and waits for the answers. */
public final class Signals {
  private static final Duration LOOK_EVERY = Duration.ofMillis(25);

  private final Jdbi reader;
  private final Clock clock;
  private final ToLongFunction<ToLongFunction<Handle>> writing;
  private final Runnable nudge;

  private Signals(
      Jdbi reader, Clock clock, ToLongFunction<ToLongFunction<Handle>> writing, Runnable nudge) {
    this.reader = reader;
    this.clock = clock;
    this.writing = writing;
    this.nudge = nudge;
  }

  /**
   * For the process that the engine runs in.
   *
   * @param nudge tells the engine that there is something new, such as {@link Engine#nudge}
   */
  public static Signals local(Store store, Clock clock, Runnable nudge) {
    return new Signals(
        store.reader(),
        clock,
        work -> store.writer().inTransaction(handle -> work.applyAsLong(handle)),
        nudge);
  }

  /** For every other process; the engine looks for signals every {@link Timing#poll}. */
  public static Signals remote(Store store, Clock clock) {
    return new Signals(
        store.reader(),
        clock,
        work -> Store.shortWrite(store.data(), handle -> work.applyAsLong(handle)),
        () -> {});
  }

  /**
   * Leaves the signal in a transaction of the caller's, so that both are there or neither. Nudge
   * the engine after the commit.
   *
   * @return the number under which it is answered
   */
  public static long leave(Handle handle, Signal signal, Instant at) {
    return SignalTable.append(handle, signal, at);
  }

  /** As {@link #leave}, for whoever hands its part of a transaction over. */
  public static Consumer<Handle> leaving(Signal signal, Instant at) {
    return handle -> leave(handle, signal, at);
  }

  /** Leaves the signal for the engine and returns the number under which it is answered. */
  public long send(Signal signal) {
    long id = writing.applyAsLong(handle -> SignalTable.append(handle, signal, Times.now(clock)));
    nudge.run();
    return id;
  }

  /** The answer, when there is one. */
  public Optional<SignalResult> result(long id) {
    return reader.withHandle(handle -> SignalTable.result(handle, id));
  }

  /**
   * Sends the signal and waits for its answer.
   *
   * @throws UnderstudyException TIMEOUT when no engine answers in time; it may do so later
   */
  public SignalResult ask(Signal signal, Duration patience) {
    long id = send(signal);
    long end = System.nanoTime() + patience.toNanos();
    Optional<SignalResult> result = result(id);
    while (result.isEmpty() && System.nanoTime() < end) {
      try {
        Sleeper.SYSTEM.sleep(LOOK_EVERY);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unanswered(signal, patience);
      }
      result = result(id);
    }
    return result.orElseThrow(() -> unanswered(signal, patience));
  }

  private static UnderstudyException unanswered(Signal signal, Duration patience) {
    return new UnderstudyException(
        ErrorClass.TIMEOUT,
        "signal " + signal.kind().label(),
        "no service answered within " + patience.toSeconds() + " s",
        "start the service; it answers then",
        null);
  }
}
