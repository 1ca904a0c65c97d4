package dev.understudy.watch;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener. It is told the newest snapshot of each cluster, one after another, by at most one
 * thread; what it is too slow for it never sees.
 */
final class Subscription implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

  private final Consumer<ClusterSnapshot> listener;
  private final Executor workers;
  private final Map<String, ClusterSnapshot> slots = new LinkedHashMap<>();
  private boolean running;
  private boolean closed;

  Subscription(Consumer<ClusterSnapshot> listener, Executor workers) {
    this.listener = listener;
    this.workers = workers;
  }

  synchronized void offer(ClusterSnapshot snapshot) {
    if (closed) {
      return;
    }
    slots.put(snapshot.cluster(), snapshot);
    if (!running) {
      running = true;
      try {
        workers.execute(this::drain);
      } catch (RejectedExecutionException e) {
        // The watching ends.
        closed = true;
      }
    }
  }

  private void drain() {
    for (ClusterSnapshot next = take(); next != null; next = take()) {
      try {
        listener.accept(next);
      } catch (RuntimeException e) {
        // Its own trouble; it is told the next one all the same.
        LOG.error("a listener failed on a snapshot of {}", next.cluster(), e);
      }
    }
  }

  private synchronized @Nullable ClusterSnapshot take() {
    Iterator<ClusterSnapshot> waiting = slots.values().iterator();
    if (closed || !waiting.hasNext()) {
      running = false;
      return null;
    }
    ClusterSnapshot next = waiting.next();
    waiting.remove();
    return next;
  }

  /** What is being told at this moment is told to its end. */
  @Override
  public synchronized void close() {
    closed = true;
    slots.clear();
  }
}
