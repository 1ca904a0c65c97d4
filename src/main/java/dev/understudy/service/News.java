package dev.understudy.service;

import dev.understudy.common.Sleeper;
import dev.understudy.workflow.EventListener;
import dev.understudy.workflow.EventView;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes whoever follows a run that this process carries out, at each event. */
final class News implements EventListener {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition fresh = lock.newCondition();
  private long events;

  @Override
  public void event(EventView event) {
    lock.lock();
    try {
      events++;
      fresh.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Sleeps until there was an event since it last slept, at the longest as long as it is told. */
  Sleeper sleeper() {
    return new Sleeper() {
      private long seen;

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        seen = await(seen, duration);
      }
    };
  }

  private long await(long seen, Duration duration) throws InterruptedException {
    lock.lock();
    try {
      long left = duration.toNanos();
      while (events == seen && left > 0) {
        left = fresh.awaitNanos(left);
      }
      return events;
    } finally {
      lock.unlock();
    }
  }
}
