package dev.understudy.workflow;

import dev.understudy.schedule.Alarms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Alarms that ring when a test says so. */
final class FakeAlarms implements Alarms {
  private final Map<String, Instant> set = new TreeMap<>();
  private Listener listener = (key, scheduled) -> {};

  /** What stays set for the next engine, as in a store. */
  FakeAlarms hookedTo(Listener next) {
    this.listener = next;
    return this;
  }

  synchronized Map<String, Instant> pending() {
    return new TreeMap<>(set);
  }

  /** Rings everything that is due, then the sweep. */
  void ringUntil(Instant now) {
    List<Map.Entry<String, Instant>> due = new ArrayList<>();
    synchronized (this) {
      set.entrySet().stream()
          .filter(entry -> !entry.getValue().isAfter(now))
          .forEach(entry -> due.add(Map.entry(entry.getKey(), entry.getValue())));
      due.forEach(entry -> set.remove(entry.getKey()));
    }
    due.forEach(entry -> listener.ring(entry.getKey(), entry.getValue()));
  }

  void ringSweep(Instant now) {
    listener.ring("sweep", now);
  }

  @Override
  public synchronized void set(String key, Instant at) {
    set.put(key, at);
  }

  @Override
  public synchronized void clear(String key) {
    set.remove(key);
  }

  @Override
  public void every(String key, Duration interval) {}

  @Override
  public synchronized void reconcile(Map<String, Instant> wanted) {
    set.clear();
    set.putAll(wanted);
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}
}
