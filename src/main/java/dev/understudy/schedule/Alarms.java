package dev.understudy.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Durable alarms: set once, they ring at their time even if the process was killed and started
 * again in between; one whose time passed meanwhile rings at the next start.
 */
public interface Alarms {
  /** Sets or moves the alarm of the key. An alarm already set to the same time is left alone. */
  void set(String key, Instant at);

  /** Removes the alarm of the key, if there is one. */
  void clear(String key);

  /** Rings repeatedly; an unchanged interval keeps its next time. */
  void every(String key, Duration interval);

  /** Makes the one-time alarms exactly these: adds, moves and removes what differs. */
  void reconcile(Map<String, Instant> wanted);

  /** Starts ringing. Alarms set before ring only from now on. */
  void start();

  /** Stops ringing and waits for listeners under way. What is set stays in the store. */
  void stop();

  /** Told on a thread of its own when an alarm rings; must not hold it up for long. */
  @FunctionalInterface
  interface Listener {
    /**
     * An alarm rings.
     *
     * @param key the alarm's key
     * @param scheduled when it was to ring, which may lie in the past
     */
    void ring(String key, Instant scheduled);
  }
}
