package dev.understudy.schedule;

import dev.understudy.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;

/**
 * Alarms as Quartz triggers in the store, which must be open for writing. None of the methods may
 * be called by a thread that holds the store's writer connection; they refuse it.
 *
 * <p>An alarm rings at least once: one whose listener was under way when the process was killed
 * rings again at the next start, with the time that it was set to.
 */
public final class QuartzAlarms implements Alarms {
  private final Store store;
  private final TriggerTable table;
  private final Scheduler scheduler;
  private final ReentrantLock changes = new ReentrantLock();

  /**
   * @throws ScheduleException when the triggers in the store cannot be used
   */
  public QuartzAlarms(Store store, Listener listener) {
    this.store = store;
    this.table = new TriggerTable(store);
    try {
      this.scheduler = QuartzSetup.scheduler(store, listener);
    } catch (SchedulerException e) {
      throw new ScheduleException("alarms", "prepare the alarms", e);
    }
  }

  @Override
  public void set(String key, Instant at) {
    long millis = AlarmTriggers.millis(at);
    change(
        key,
        "set the alarm " + key,
        () -> {
          Optional<TriggerRow> row = table.find(AlarmTriggers.once(key)).filter(this::healthy);
          if (row.isEmpty() || row.get().startMillis() != millis) {
            put(List.of(AlarmTriggers.once(key, millis)));
          }
        });
  }

  @Override
  public void clear(String key) {
    change(
        key,
        "clear the alarm " + key,
        () -> scheduler.unscheduleJobs(List.of(AlarmTriggers.once(key), AlarmTriggers.every(key))));
  }

  @Override
  public void every(String key, Duration interval) {
    if (interval.toMillis() <= 0) {
      throw new IllegalArgumentException("an interval is at least a millisecond: " + interval);
    }
    change(
        key,
        "set the alarm " + key,
        () -> {
          Optional<TriggerRow> same =
              table
                  .find(AlarmTriggers.every(key))
                  .filter(row -> row.intervalMillis() == interval.toMillis());
          if (same.isEmpty()) {
            put(List.of(first(key, interval)));
          } else if (!healthy(same.get())) {
            put(List.of(again(same.get())));
          }
        });
  }

  /** Also sets those again, in their old rhythm or time, that got stuck in Quartz. */
  @Override
  public void reconcile(Map<String, Instant> wanted) {
    Map<String, Long> millis =
        wanted.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> AlarmTriggers.millis(e.getValue())));
    change(
        "alarms",
        "reconcile the alarms",
        () -> apply(Reconciliation.of(millis, table.all(), System.currentTimeMillis())));
  }

  @Override
  public void start() {
    change("alarms", "start the alarms", scheduler::start);
  }

  /** A stopped clock cannot be started again; make another one. */
  @Override
  public void stop() {
    store.requireNoHandle("stop the alarms");
    try {
      scheduler.shutdown(true);
    } catch (SchedulerException e) {
      throw new ScheduleException("alarms", "stop the alarms", e);
    }
  }

  private void apply(Reconciliation todo) throws SchedulerException {
    if (!todo.removed().isEmpty()) {
      scheduler.unscheduleJobs(todo.removed());
    }
    List<Trigger> triggers = new ArrayList<>();
    todo.once().forEach((key, at) -> triggers.add(AlarmTriggers.once(key, at)));
    for (TriggerRow row : todo.every()) {
      triggers.add(again(row));
    }
    put(triggers);
  }

  private void put(List<Trigger> triggers) throws SchedulerException {
    if (!triggers.isEmpty()) {
      Set<Trigger> set = new HashSet<>(triggers);
      scheduler.scheduleJobs(Map.of(AlarmTriggers.job(), set), true);
    }
  }

  private static Trigger first(String key, Duration interval) {
    return AlarmTriggers.every(key, interval, System.currentTimeMillis() + interval.toMillis());
  }

  /** In its old rhythm. */
  private static Trigger again(TriggerRow row) {
    long next = row.nextInRhythm(System.currentTimeMillis());
    return AlarmTriggers.every(row.key().getName(), Duration.ofMillis(row.intervalMillis()), next);
  }

  private boolean healthy(TriggerRow row) {
    return row.isSet() && !row.stuck(System.currentTimeMillis());
  }

  /** The check comes before the lock, else a thread that holds the writer could wait for ever. */
  private void change(String key, String act, Change change) {
    store.requireNoHandle(act);
    changes.lock();
    try {
      change.apply();
    } catch (SchedulerException e) {
      // Each change is one transaction in the store, so it is either made or not.
      throw new ScheduleException(key, act, e);
    } finally {
      changes.unlock();
    }
  }

  /** A change that Quartz may refuse. */
  @FunctionalInterface
  private interface Change {
    void apply() throws SchedulerException;
  }
}
