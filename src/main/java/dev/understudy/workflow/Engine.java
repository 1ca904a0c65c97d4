package dev.understudy.workflow;

import dev.understudy.schedule.Alarms;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs workflows durably: whatever it was doing when its process ended, the next engine on the same
 * store goes on with. One engine per store, in the process that has it open for writing.
 */
public final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final String SWEEP = "sweep";
  private static final int PARALLELISM = 16;

  private final Timing timing;
  private volatile long roundEnded = System.nanoTime();
  private final AtomicInteger threadNumber = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> Announcer.daemon(task, "workflow-" + threadNumber.incrementAndGet()));
  private final ScheduledExecutorService rhythm =
      Executors.newScheduledThreadPool(2, task -> Announcer.daemon(task, "workflow-rhythm"));
  private final Alarms alarms;
  private final AlarmBook alarmBook;
  private final Announcer announcer;
  private final Journal journal;
  private final Dispatcher dispatcher;
  private final SignalHandler signals;

  /**
   * @param alarms makes the alarms that ring this engine; they belong to it from then on
   */
  public Engine(EngineSetup setup, Function<Alarms.Listener, Alarms> alarms) {
    this.timing = setup.timing();
    this.alarms = alarms.apply(this::ring);
    this.alarmBook = new AlarmBook(this.alarms);
    this.announcer = new Announcer(setup.listeners());
    this.journal = new Journal(setup.writer(), setup.clock(), timing.lease(), announcer::events);
    Parts parts =
        new Parts(setup, journal, new Decider(PARALLELISM), threads, alarmBook, announcer);
    this.dispatcher = new Dispatcher(parts);
    this.signals = new SignalHandler(parts);
  }

  /** Takes up what an earlier engine left, and everything asked for from now on. */
  public void start() {
    alarms.start();
    alarms.every(SWEEP, timing.sweep());
    every(timing.renew(), this::renew);
    every(timing.poll(), this::handleSignals);
    dispatcher.dispatch();
  }

  private void every(Duration interval, Runnable task) {
    long millis = interval.toMillis();
    // The task reports its own failures, so nobody asks the future for them.
    var unused =
        rhythm.scheduleWithFixedDelay(() -> safely(task), 0, millis, TimeUnit.MILLISECONDS);
  }

  /** Tells the engine that there are new signals. */
  public void nudge() {
    threads.execute(() -> safely(this::handleSignals));
  }

  /** How long ago it last looked for signals without an error. */
  public Duration sinceRound() {
    return Duration.ofNanos(System.nanoTime() - roundEnded);
  }

  /** Whether no run is being worked on by this engine. */
  public boolean isIdle() {
    return dispatcher.workers().isEmpty();
  }

  private void handleSignals() {
    if (signals.handleAll()) {
      dispatcher.dispatch();
      dispatcher.workers().forEach(RunWorker::poke);
    }
    roundEnded = System.nanoTime();
  }

  private void ring(String key, Instant scheduled) {
    String run = AlarmBook.runOf(key);
    if (run != null) {
      LOG.debug("run {}: woken for {}", run, scheduled);
      alarmBook.rang(run);
      dispatcher.poke(run);
    } else if (key.equals(SWEEP)) {
      threads.execute(() -> safely(this::sweep));
    }
  }

  /** Finds what nobody was told about: abandoned runs, lost wake-ups, passed deadlines. */
  void sweep() {
    handleSignals();
    dispatcher.dispatch();
    dispatcher.workers().forEach(RunWorker::poke);
  }

  /** Renews all leases in hand; a run whose lease is gone is stopped. */
  void renew() {
    for (RunWorker worker : dispatcher.workers()) {
      try {
        journal.write(worker.grip(), tx -> null);
      } catch (LeaseLostException e) {
        worker.lost(e.getMessage());
      }
    }
  }

  private static void safely(Runnable task) {
    try {
      task.run();
    } catch (LeaseLostException e) {
      LOG.debug("{}", e.getMessage());
    } catch (RuntimeException e) {
      // The store has everything; the next round does what this one could not.
      LOG.error("a round of the engine failed; the next one tries again", e);
    }
  }

  /**
   * Lets every run come to a safe point and gives its lease back, so that the next engine goes on
   * at once. What does not react in time keeps its lease until that expires.
   */
  @Override
  public void close() {
    dispatcher.close();
    rhythm.shutdown();
    alarms.stop();
    dispatcher.workers().forEach(RunWorker::close);
    if (!awaitIdle(timing.closing().multipliedBy(3).dividedBy(4))) {
      dispatcher.workers().forEach(RunWorker::interrupt);
      awaitIdle(timing.closing().dividedBy(4));
    }
    for (RunWorker worker : dispatcher.workers()) {
      if (worker.isIdle()) {
        safely(worker::release);
      }
    }
    stop();
  }

  private boolean awaitIdle(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (!dispatcher.workers().stream().allMatch(RunWorker::isIdle)) {
      if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(2_000_000);
    }
    return true;
  }

  /** Ends everything without any farewell to the store, as the death of the process would. */
  void stop() {
    die();
    rhythm.shutdown();
    threads.shutdown();
    try {
      // Whoever closes the engine closes the store next, so nobody may be using it any more.
      boolean ended =
          rhythm.awaitTermination(1, TimeUnit.SECONDS)
              && threads.awaitTermination(1, TimeUnit.SECONDS);
      if (!ended) {
        LOG.warn("a step type does not react to the end of the service; it is left behind");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    announcer.close();
  }

  /** From here on nothing is written, and all workers stop at their next word. */
  void die() {
    dispatcher.close();
    journal.close();
    dispatcher.workers().forEach(RunWorker::silence);
  }
}
