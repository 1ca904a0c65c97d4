package dev.understudy.simulation.failover;

import dev.understudy.workflow.LeaseLostException;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** What happens when, in virtual milliseconds. One thread; what is due together keeps its order. */
final class Agenda {
  private record Event(long at, long number, Runnable what) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private static final long MOST = 2_000_000;

  private long now;
  private long happened;
  private long number;
  private boolean over;

  long now() {
    return now;
  }

  void in(long delay, Runnable what) {
    events.add(new Event(now + Math.max(0, delay), number++, what));
  }

  /** Nothing happens any more. */
  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  void run() {
    while (next()) {
      continue;
    }
  }

  private boolean next() {
    Event event = over ? null : events.poll();
    if (event == null) {
      return false;
    }
    now = event.at();
    if (++happened > MOST) {
      throw new IllegalStateException(
          "more events than any schedule has: something runs in a circle");
    }
    event.what().run();
    return true;
  }

  /**
   * Lets time pass for somebody who waits in the middle of an event.
   *
   * @param check ends the wait by an exception
   */
  void await(BooleanSupplier done, long until, Runnable check) {
    in(until - now, () -> {});
    while (true) {
      check.run();
      if (done.getAsBoolean() || now >= until) {
        return;
      }
      if (!next()) {
        throw new LeaseLostException("simulation", "it is over");
      }
    }
  }
}
