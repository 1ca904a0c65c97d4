package dev.understudy.simulation;

import dev.understudy.workflow.LeaseLostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One life of the service, as the machines see it: after its death nothing of it reaches them any
 * more.
 */
final class Life {
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile BiConsumer<String, String> jobWatcher = (job, machine) -> {};
  private volatile Consumer<List<String>> effectWatcher = effects -> {};

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

  /** Called with what a command did, when it has come back. */
  void watchEffects(Consumer<List<String>> watcher) {
    effectWatcher = watcher;
  }

  void sawRunning(String job, String machine) {
    jobWatcher.accept(job, machine);
  }

  void sawEffects(List<String> effects) {
    effectWatcher.accept(effects);
  }

  /** A service that is dead sends nothing. */
  void requireAlive() {
    if (isOver()) {
      throw new LeaseLostException("-", "the service is dead");
    }
  }
}
