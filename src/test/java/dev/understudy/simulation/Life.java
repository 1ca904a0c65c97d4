package dev.understudy.simulation;

import dev.understudy.workflow.LeaseLostException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * One life of the service, as the machines see it: after its death nothing of it reaches them any
 * more.
 */
final class Life {
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile BiConsumer<String, String> jobWatcher = (job, machine) -> {};
  private volatile Runnable effectWatcher = () -> {};

  void end() {
    over.set(true);
  }

  boolean isOver() {
    return over.get();
  }

  /**
   * Called whenever the service has seen that a job still runs.
   *
   * @param watcher gets the job's id and the machine's name
   */
  void watchJobs(BiConsumer<String, String> watcher) {
    jobWatcher = watcher;
  }

  /** Called whenever a command has come back that had an effect. */
  void watchEffects(Runnable watcher) {
    effectWatcher = watcher;
  }

  void sawRunning(String job, String machine) {
    jobWatcher.accept(job, machine);
  }

  void sawEffect() {
    effectWatcher.run();
  }

  /** A service that is dead sends nothing. */
  void requireAlive() {
    if (isOver()) {
      throw new LeaseLostException("-", "the service is dead");
    }
  }
}
