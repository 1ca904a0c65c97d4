package dev.understudy.schedule;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.quartz.spi.ThreadPool;

/**
 * The threads that ring alarms, each started when it is first needed. Quartz's own pool ends its
 * idle threads up to half a second late, and the process with them. Public since Quartz makes it.
 */
public final class AlarmThreads implements ThreadPool {
  static final int COUNT = 4;

  private final Semaphore free = new Semaphore(COUNT);
  private final AtomicInteger number = new AtomicInteger();
  private final ExecutorService threads = Executors.newFixedThreadPool(COUNT, this::thread);

  /** For Quartz. */
  public AlarmThreads() {}

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "alarm-" + number.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** Waits for a free thread; false when the work was not begun and never will be. */
  @Override
  public boolean runInThread(Runnable work) {
    if (!awaitFree()) {
      return false;
    }
    try {
      threads.execute(() -> run(work));
      return true;
    } catch (RejectedExecutionException e) {
      // The alarms stop; Quartz gives the trigger back to the store.
      free.release();
      return false;
    }
  }

  private void run(Runnable work) {
    try {
      work.run();
    } finally {
      free.release();
    }
  }

  /** Only one thread of Quartz asks, so that what is free now stays so until it has used it. */
  @Override
  public int blockForAvailableThreads() {
    if (!awaitFree()) {
      return 0;
    }
    free.release();
    return free.availablePermits();
  }

  private boolean awaitFree() {
    try {
      free.acquire();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void initialize() {}

  @Override
  public void shutdown(boolean waitForJobsToComplete) {
    threads.shutdown();
    try {
      boolean ended = !waitForJobsToComplete;
      while (!ended) {
        // Whoever is rung still uses the store, which is closed next.
        ended = threads.awaitTermination(1, TimeUnit.MINUTES);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int getPoolSize() {
    return COUNT;
  }

  @Override
  public void setInstanceId(String id) {}

  @Override
  public void setInstanceName(String name) {}
}
