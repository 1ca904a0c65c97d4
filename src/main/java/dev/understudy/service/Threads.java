package dev.understudy.service;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Threads for what comes round again and again. */
final class Threads {
  private Threads() {}

  /** One that holds up no end of the process. */
  static ScheduledExecutorService one(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        work -> {
          Thread made = new Thread(work, name);
          made.setDaemon(true);
          return made;
        });
  }
}
