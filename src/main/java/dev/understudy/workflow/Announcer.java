package dev.understudy.workflow;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands events and progress to the listeners, in order, on a thread of its own. */
final class Announcer {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private final List<EventListener> listeners;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> daemon(task, "workflow-events"));

  Announcer(List<EventListener> listeners) {
    this.listeners = listeners;
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  void events(List<EventView> events) {
    if (!events.isEmpty() && !listeners.isEmpty()) {
      tell(listener -> events.forEach(listener::event));
    }
  }

  void progress(String run, StepKey step, Progress progress) {
    if (!listeners.isEmpty()) {
      tell(listener -> listener.progress(run, step.step(), step.node(), progress));
    }
  }

  private void tell(Consumer<EventListener> message) {
    try {
      thread.execute(() -> listeners.forEach(listener -> tell(listener, message)));
    } catch (RejectedExecutionException e) {
      LOG.debug("an event after the close is in the store only");
    }
  }

  private static void tell(EventListener listener, Consumer<EventListener> message) {
    try {
      message.accept(listener);
    } catch (RuntimeException e) {
      LOG.warn("a listener failed; the run goes on", e);
    }
  }

  /** Waits for what was announced to arrive. */
  void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
        LOG.warn("a listener holds up the closing; it is left behind");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
