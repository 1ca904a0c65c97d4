package dev.understudy.workflow;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each cluster's lease to the run whose turn it is, and keeps the workers of those runs. */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /** The more urgent first, what is under way before what is queued, then as they came. */
  private static final Comparator<RunView> TURN =
      Comparator.comparing(RunView::urgency)
          .reversed()
          .thenComparing(run -> run.status() != RunStatus.RUNNING);

  private final Parts parts;
  private final Map<String, RunWorker> workers = new ConcurrentHashMap<>();
  private boolean closed;

  Dispatcher(Parts parts) {
    this.parts = parts;
  }

  Collection<RunWorker> workers() {
    return workers.values();
  }

  /** Lets the run's worker decide again, if it has one here. */
  void poke(String run) {
    Optional.ofNullable(workers.get(run)).ifPresent(RunWorker::poke);
  }

  synchronized void close() {
    closed = true;
  }

  /** Looks at every cluster; harmless when there is nothing to do. */
  synchronized void dispatch() {
    if (closed) {
      return;
    }
    List<RunView> unfinished = parts.setup().reader().withHandle(RunTable::unfinished);
    boolean resumed = unfinished.stream().filter(this::resumePreempted).count() > 0;
    if (resumed) {
      unfinished = parts.setup().reader().withHandle(RunTable::unfinished);
    }
    unfinished.stream()
        .filter(run -> !run.status().isAtRest())
        .collect(Collectors.groupingBy(RunView::scope))
        .values()
        .forEach(this::dispatch);
  }

  private boolean resumePreempted(RunView run) {
    if (run.status() != RunStatus.WAITING || run.preemptedBy() == null) {
      return false;
    }
    String other = run.preemptedBy();
    boolean rests =
        parts
            .setup()
            .reader()
            .withHandle(handle -> RunTable.find(handle, other))
            .map(view -> view.status().isAtRest())
            .orElse(true);
    if (rests) {
      Fields fields = new Fields().set("preempted_by", null).set("reason", "");
      String detail = "run " + other + " has come to rest";
      parts.journal().write(tx -> tx.move(run, RunEvent.RESUMED, detail, run.term(), fields));
    }
    return rests;
  }

  private void dispatch(List<RunView> runs) {
    List<RunView> turns = runs.stream().sorted(TURN).toList();
    RunView next = turns.get(0);
    Optional<RunWorker> here =
        runs.stream().map(run -> workers.get(run.id())).filter(Objects::nonNull).findFirst();
    Optional<LeaseTable.Lease> lease =
        parts.setup().reader().withHandle(handle -> LeaseTable.find(handle, next.scope()));
    String why = here.isEmpty() && lease.isPresent() ? whyFree(lease.get()) : "";
    boolean urgent = here.isPresent() && next.urgency().compareTo(here.get().run().urgency()) > 0;
    if (here.isPresent() ? urgent : why != null) {
      try {
        claim(next, turns, lease.map(LeaseTable.Lease::term).orElse(0L), why);
      } catch (StaleException e) {
        LOG.debug(
            "run {}: {}; decided again when that has come to rest", next.id(), e.getMessage());
      }
    }
  }

  /** Why the lease may be taken, empty when that needs no words; null when it may not. */
  private @Nullable String whyFree(LeaseTable.Lease lease) {
    Holders holders = parts.setup().holders();
    String holder = lease.holder();
    Instant expiry = lease.expiresAt();
    if (holder == null || expiry == null) {
      return "";
    }
    if (holder.equals(holders.current())) {
      return "this process had dropped it";
    }
    if (holders.provablyGone(holder)) {
      return "its holder " + holder + " is gone";
    }
    if (!expiry.isAfter(Times.now(parts.setup().clock()))) {
      return "the lease of " + holder + " expired at " + Times.text(expiry);
    }
    LOG.info(
        "run {}: the lease of {} is held by {}, which may be alive; it is left alone until {}",
        lease.run(),
        lease.scope(),
        holder,
        Times.text(expiry));
    return null;
  }

  private void claim(RunView run, List<RunView> turns, long seenTerm, String why) {
    List<RunView> rivals =
        turns.stream()
            .filter(other -> other.status() == RunStatus.RUNNING && !other.id().equals(run.id()))
            .toList();
    Preemption preemption = new Preemption(parts, run);
    Grip grip =
        parts
            .journal()
            .write(
                tx -> {
                  Grip taken = acquire(tx, run, seenTerm, why);
                  rivals.forEach(rival -> preemption.suspend(tx, rival));
                  return taken;
                });
    rivals.stream()
        .map(rival -> workers.get(rival.id()))
        .filter(Objects::nonNull)
        .forEach(worker -> worker.lost("run " + run.id() + " is more urgent"));
    RunWorker worker = new RunWorker(parts, grip, run, this::rested);
    workers.put(run.id(), worker);
    preemption.endWork(grip);
    worker.poke();
  }

  private Grip acquire(Tx tx, RunView run, long seenTerm, String why) {
    long term = LeaseTable.find(tx.handle(), run.scope()).map(LeaseTable.Lease::term).orElse(0L);
    if (term != seenTerm) {
      throw new StaleException("the lease of " + run.scope() + " was just taken");
    }
    String holder = parts.setup().holders().current();
    Instant expiry = tx.now().plus(parts.setup().timing().lease());
    String reason = "workflow " + run.workflow();
    long taken = LeaseTable.acquire(tx.handle(), run, holder, reason, expiry);
    boolean fresh = run.status() == RunStatus.PENDING;
    String how = (fresh ? "under" : "from another worker under") + " term " + taken;
    Fields fields = new Fields().set("term", taken).set("reason", "").set("remedy", "");
    RunEvent event = fresh ? RunEvent.ACQUIRED : RunEvent.TAKEN_OVER;
    tx.move(run, event, why.isEmpty() ? how : how + ", since " + why, taken, fields);
    return new Grip(run.scope(), run.cluster(), run.id(), holder, taken);
  }

  private void dispatchNext() {
    try {
      dispatch();
    } catch (LeaseLostException e) {
      LOG.debug("the engine is closed: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("the next run could not be chosen; the next sweep does it", e);
    }
  }

  private void rested(RunWorker worker) {
    workers.remove(worker.run().id(), worker);
    try {
      parts.threads().execute(this::dispatchNext);
    } catch (RejectedExecutionException e) {
      LOG.debug("run {}: the engine is closed", worker.run().id());
    }
  }
}
