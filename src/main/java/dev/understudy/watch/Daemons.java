package dev.understudy.watch;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/** Named threads that keep no process alive. */
final class Daemons implements ThreadFactory {
  private final String name;
  private final AtomicLong made = new AtomicLong();

  Daemons(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, name + "-" + made.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
