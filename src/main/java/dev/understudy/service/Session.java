package dev.understudy.service;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Sleeper;
import dev.understudy.common.Tally;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Configuration;
import dev.understudy.host.SshHosts;
import dev.understudy.schedule.Alarms;
import dev.understudy.schedule.QuartzAlarms;
import dev.understudy.store.LockedException;
import dev.understudy.store.Store;
import dev.understudy.store.StoreException;
import dev.understudy.timetable.Entry;
import dev.understudy.timetable.Timetable;
import dev.understudy.workflow.Engine;
import dev.understudy.workflow.Runs;
import dev.understudy.workflow.Signals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store, opened by this process: with an engine where no other process has one, else as a
 * client of the process that has.
 */
final class Session implements AutoCloseable {
  private static final int PATIENCE = 100;
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration LOOK_BESIDE_NEWS = Duration.ofMillis(200);

  private final Store store;
  private final Workshop workshop;
  private final Tally tally;
  private final Signals signals;
  private final @Nullable Engine engine;
  private final News news = new News();
  private final AtomicReference<@Nullable Timetable> timetable = new AtomicReference<>();
  private final AtomicReference<@Nullable Alarms> alarms = new AtomicReference<>();

  private Session(Store store, Workshop workshop, Clock clock, boolean own, Tally tally) {
    this.tally = tally;
    this.store = store;
    this.workshop = workshop;
    if (own) {
      Engine started =
          new Engine(workshop.engineSetup(store, news), listener -> alarms(store, listener));
      started.start();
      this.engine = started;
      this.signals = Signals.local(store, clock, started::nudge);
    } else {
      this.engine = null;
      this.signals = Signals.remote(store, clock);
    }
  }

  private Alarms alarms(Store store, Alarms.Listener engines) {
    Alarms made = new QuartzAlarms(store, (key, at) -> ring(engines, key, at));
    alarms.set(made);
    return made;
  }

  private void ring(Alarms.Listener engines, String key, Instant at) {
    if (!Timetable.rings(key)) {
      engines.ring(key, at);
      return;
    }
    Timetable open = timetable.get();
    // Without one the time stays due, and is made up for when a service runs.
    if (open != null) {
      open.ring(key);
    }
  }

  /**
   * From now on entries are fired when they are due; those that were missed, at once.
   *
   * @param looks carries out the checks of an entry, without being waited for
   */
  void keepTimetable(List<Entry> entries, Clock clock, Consumer<Entry> looks) {
    Engine started = Objects.requireNonNull(engine, "only who has an engine fires");
    Timetable made =
        new Timetable(
            store, entries, clock, Objects.requireNonNull(alarms.get()), started::nudge, looks);
    timetable.set(made);
    made.start();
  }

  /** From now on these are the entries; those whose words are the same keep their next time. */
  void followTimetable(List<Entry> entries) {
    Objects.requireNonNull(timetable.get()).follow(entries);
  }

  /**
   * With an engine of its own, if nobody else has one.
   *
   * @param cluster whose hosts will be needed at once; null when that is not known
   */
  static Session open(
      Supplier<Configuration> configuration, Clock clock, @Nullable String cluster) {
    try {
      return own(configuration, clock, cluster);
    } catch (LockedException e) {
      return patientGuest(configuration, clock);
    }
  }

  /** A process that has just taken the lock may still be making the store's tables. */
  private static Session patientGuest(Supplier<Configuration> configuration, Clock clock) {
    for (int tries = 0; tries < PATIENCE; tries++) {
      try {
        return guest(configuration, clock);
      } catch (StoreException e) {
        pause();
      }
    }
    return guest(configuration, clock);
  }

  private static void pause() {
    try {
      Sleeper.SYSTEM.sleep(Duration.ofMillis(100));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnderstudyException(
          ErrorClass.UNKNOWN, "store", "opening it was interrupted", null, e);
    }
  }

  /**
   * With an engine of its own.
   *
   * @throws LockedException when another process has one
   */
  static Session own(Supplier<Configuration> configuration, Clock clock) {
    return own(configuration, clock, null);
  }

  private static Session own(
      Supplier<Configuration> configuration, Clock clock, @Nullable String cluster) {
    Tally tally = new Tally();
    SshHosts hosts = new SshHosts(configuration, Sleeper.SYSTEM, tally);
    boolean free =
        Store.lockHolder(configuration.get().data())
            .map(lock -> lock.holder().provablyGone())
            .orElse(true);
    if (free && cluster != null && configuration.get().clusters().containsKey(cluster)) {
      // While the store is still being opened, and the engine started.
      hosts.approach(cluster);
    }
    try {
      Store store = Store.openForWriting(configuration.get().data());
      Workshop workshop = new Workshop(configuration, hosts, store, clock, tally);
      return new Session(store, workshop, clock, true, tally);
    } catch (RuntimeException e) {
      // Nothing but the connections is open, and they are of no use without the store.
      hosts.close();
      throw e;
    }
  }

  /**
   * Without an engine, whether or not somebody else has one: a mere look takes up no run that
   * rests. Makes the store when there is none.
   */
  static Session look(Supplier<Configuration> configuration, Clock clock) {
    try {
      return guest(configuration, clock);
    } catch (StoreException e) {
      // There is none yet, or it is of an older version; what else is wrong is found again.
      makeStore(configuration);
      return patientGuest(configuration, clock);
    }
  }

  private static void makeStore(Supplier<Configuration> configuration) {
    try {
      Store.openForWriting(configuration.get().data()).close();
    } catch (LockedException e) {
      // Whoever has it open makes it.
      return;
    }
  }

  private static Session guest(Supplier<Configuration> configuration, Clock clock) {
    Store store = Store.openForReading(configuration.get().data());
    Tally tally = new Tally();
    SshHosts hosts = new SshHosts(configuration, Sleeper.SYSTEM, tally);
    Workshop workshop = new Workshop(configuration, hosts, store, clock, tally);
    return new Session(store, workshop, clock, false, tally);
  }

  /** Whether this process carries out runs. */
  boolean hasEngine() {
    return engine != null;
  }

  /** How long ago the engine's round ended. */
  Duration sinceRound() {
    return engine == null ? Duration.ZERO : engine.sinceRound();
  }

  Store store() {
    return store;
  }

  Workshop workshop() {
    return workshop;
  }

  /** What the hosts and steps of this session count. */
  Tally tally() {
    return tally;
  }

  Signals signals() {
    return signals;
  }

  /** Learns at once what this process does, and by looking what another does. */
  Follower follower(BooleanSupplier attended, Clock clock) {
    return hasEngine()
        ? new Follower(runs(), attended, clock, news.sleeper(), LOOK_BESIDE_NEWS)
        : new Follower(runs(), attended, clock, Sleeper.SYSTEM, LOOK);
  }

  Runs runs() {
    return new Runs(store.reader());
  }

  /** Begins to connect to hosts that will perhaps be needed at once; waits for nothing. */
  void approach(String cluster, Set<String> nodes) {
    workshop.approach(cluster, nodes);
  }

  /** Runs come to a safe point first; what they left detached on hosts goes on there. */
  @Override
  public void close() {
    if (engine != null) {
      engine.close();
    }
    workshop.close();
    store.close();
  }
}
