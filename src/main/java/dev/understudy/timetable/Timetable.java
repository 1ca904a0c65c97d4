package dev.understudy.timetable;

import dev.understudy.schedule.Alarms;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.RegisteredCluster;
import dev.understudy.store.Store;
import dev.understudy.workflow.RunView;
import dev.understudy.workflow.Runs;
import dev.understudy.workflow.Signal;
import dev.understudy.workflow.Signals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Fires entries when they are due. The store has the truth, alarms only wake: a time that is fired
 * becomes a row, unique by schedule and planned time, in the same transaction as the start of a run
 * that it asks for; checks are carried out once it is there. So nothing happens twice, and what an
 * alarm or a service missed is found at the next look.
 */
public final class Timetable {
  private static final Logger LOG = LoggerFactory.getLogger(Timetable.class);
  private static final String PREFIX = "schedule-";
  private static final String SWEEP = "timetable";
  private static final Duration SWEPT_EVERY = Duration.ofMinutes(1);
  private static final int AT_ONCE = 20;
  private static final String CHECKS = "checks";
  private static final String BY = "schedule ";

  private final Store store;
  private final ClusterRegistry registry;
  private List<Entry> entries;
  private final Clock clock;
  private final Alarms alarms;
  private final Runnable nudge;
  private final Consumer<Entry> looks;

  /** The ids of entries that carry out checks. */
  private Set<String> looking = Set.of();

  /** When each alarm was set to ring. */
  private final Map<String, Instant> woken = new HashMap<>();

  /**
   * @param store open for writing
   * @param alarms whose listener passes what is {@link #rings} on to {@link #ring}
   * @param nudge tells the engine that there are new signals
   * @param looks carries out the checks of an entry, without being waited for
   */
  public Timetable(
      Store store,
      List<Entry> entries,
      Clock clock,
      Alarms alarms,
      Runnable nudge,
      Consumer<Entry> looks) {
    this.store = store;
    this.registry = new ClusterRegistry(store, clock);
    this.entries = List.copyOf(entries);
    this.clock = clock;
    this.alarms = alarms;
    this.nudge = nudge;
    this.looks = looks;
  }

  /** Whether an alarm is one of the timetable's. */
  public static boolean rings(String key) {
    return key.equals(SWEEP) || key.startsWith(PREFIX);
  }

  /**
   * Makes the schedules of the store those of the configuration, and fires what was missed. One
   * whose definition is unchanged keeps its next time.
   */
  public void start() {
    alarms.every(SWEEP, SWEPT_EVERY);
    follow(entries);
  }

  /** From now on these are the entries; otherwise as {@link #start}. */
  public synchronized void follow(List<Entry> next) {
    entries = List.copyOf(next);
    looking =
        entries.stream()
            .filter(entry -> entry.deed() instanceof Deed.Look)
            .map(Entry::id)
            .collect(Collectors.toSet());
    Instant now = now();
    List<String> removed = store.writer().inTransaction(handle -> reconcile(handle, now));
    removed.forEach(id -> alarms.clear(PREFIX + id));
    removed.forEach(woken::remove);
    look();
  }

  private List<String> reconcile(Handle handle, Instant now) {
    Map<String, String> known =
        FireTable.schedules(handle).stream()
            .collect(Collectors.toMap(FireTable.Row::id, FireTable.Row::definition));
    for (Entry entry : entries) {
      if (!entry.definition().equals(known.remove(entry.id()))) {
        FireTable.put(handle, entry, entry.rhythm().next(now, now));
      }
    }
    known.keySet().forEach(id -> FireTable.remove(handle, id));
    return List.copyOf(known.keySet());
  }

  /** An alarm rang; the sweep's sets all others again, so that one that was lost is found. */
  public synchronized void ring(String key) {
    if (key.equals(SWEEP)) {
      woken.clear();
    } else {
      woken.remove(key.substring(PREFIX.length()));
    }
    look();
  }

  /** Fires what is due, and sets the alarms for what comes next. */
  public synchronized void look() {
    Instant now = now();
    Set<String> clusters =
        registry.all().stream().map(RegisteredCluster::name).collect(Collectors.toSet());
    List<RunView> unfinished = new Runs(store.reader()).unfinished();
    Facts facts = store.reader().withHandle(handle -> facts(handle, now, unfinished, clusters));
    List<Firing> fired = fire(Firing.due(entries, facts), now);
    if (fired.stream().anyMatch(firing -> firing.entry().deed() instanceof Deed.Start)) {
      nudge.run();
    }
    fired.stream()
        .filter(firing -> firing.outcome() == Firing.Outcome.STARTED)
        .map(Firing::entry)
        .filter(entry -> entry.deed() instanceof Deed.Look)
        .forEach(looks);
    wake(store.reader().withHandle(FireTable::schedules));
  }

  private static Facts facts(
      Handle handle, Instant now, List<RunView> unfinished, Set<String> clusters) {
    Map<String, Instant> next = new HashMap<>();
    for (FireTable.Row row : FireTable.schedules(handle)) {
      Optional.ofNullable(row.next()).ifPresent(at -> next.put(row.id(), at));
    }
    return new Facts(now, next, FireTable.last(handle), unfinished, clusters);
  }

  /** A few at a time, since the engine needs the writer connection too. */
  private List<Firing> fire(List<Firing> due, Instant now) {
    List<Firing> fired = new ArrayList<>();
    for (int from = 0; from < due.size(); from += AT_ONCE) {
      List<Firing> some = due.subList(from, Math.min(due.size(), from + AT_ONCE));
      fired.addAll(
          store
              .writer()
              .inTransaction(
                  handle -> some.stream().filter(firing -> fire(handle, firing, now)).toList()));
    }
    return fired;
  }

  /** Whether it was not fired before. */
  private static boolean fire(Handle handle, Firing firing, Instant now) {
    boolean silent =
        firing.entry().deed() instanceof Deed.Look && firing.outcome() == Firing.Outcome.SKIPPED;
    boolean first = !silent && !FireTable.fired(handle, firing);
    if (first) {
      FireTable.insert(handle, firing, now, signal(handle, firing, now));
      tell(firing);
      if (firing.entry().deed() instanceof Deed.Look) {
        FireTable.forgetBefore(handle, firing);
      }
    }
    FireTable.put(handle, firing.entry(), firing.next());
    return first;
  }

  /** The start that is asked for; null where none is. */
  private static @Nullable Long signal(Handle handle, Firing firing, Instant now) {
    Entry entry = firing.entry();
    if (firing.outcome() == Firing.Outcome.STARTED && entry.deed() instanceof Deed.Start start) {
      Signal signal =
          Signal.start(start.workflow(), entry.cluster(), start.inputs(), BY + entry.id());
      return Signals.leave(handle, signal, now);
    }
    return null;
  }

  private static void tell(Firing firing) {
    boolean often = firing.entry().deed() instanceof Deed.Look;
    LOG.atLevel(often ? Level.DEBUG : Level.INFO)
        .log(
            "schedule {} of {}: {} {}",
            firing.entry().id(),
            firing.scheduled(),
            firing.outcome().label(),
            firing.reason());
  }

  /**
   * Sets the alarms. All checks share one: there are many of them, often at the same time, and one
   * look fires all that are due.
   */
  private void wake(List<FireTable.Row> rows) {
    Map<String, Instant> wanted = new HashMap<>();
    for (FireTable.Row row : rows) {
      Instant next = row.next();
      if (next != null) {
        String key = looking.contains(row.id()) ? CHECKS : row.id();
        wanted.merge(key, next, (one, other) -> one.isBefore(other) ? one : other);
      }
    }
    wanted.forEach(this::wake);
  }

  private void wake(String key, Instant next) {
    if (!next.equals(woken.put(key, next))) {
      alarms.set(PREFIX + key, next);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
