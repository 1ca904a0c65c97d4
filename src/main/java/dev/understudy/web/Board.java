package dev.understudy.web;

import dev.understudy.common.Json;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the status page shows, in parts, each with the number of its newest change. */
final class Board implements AutoCloseable {
  private final Map<String, Part> parts = new TreeMap<>();
  private long version;
  private boolean closed;

  /**
   * A part as it is now.
   *
   * @param version grows over the whole board
   * @param event what it is: cluster, findings, runs, run
   */
  record Part(long version, String event, String json) {}

  /** Puts a part up; does nothing when it stands there already. */
  synchronized void put(String key, String event, Object value) {
    String json = Json.write(value);
    Part before = parts.get(key);
    if (before == null || !before.json.equals(json)) {
      parts.put(key, new Part(++version, event, json));
      notifyAll();
    }
  }

  /** Takes down what begins so and is not among those to keep. */
  synchronized void retain(String prefix, List<String> keys) {
    parts.keySet().removeIf(key -> key.startsWith(prefix) && !keys.contains(key));
  }

  /** What has changed since, oldest first; 0 for all. */
  synchronized List<Part> after(long seen) {
    return parts.values().stream()
        .filter(part -> part.version > seen)
        .sorted(Comparator.comparingLong(Part::version))
        .toList();
  }

  /**
   * Waits for a change, for so long at most.
   *
   * @return false when there will be none any more
   */
  synchronized boolean await(long seen, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (!closed && version <= seen) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      wait(left);
    }
    return !closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
