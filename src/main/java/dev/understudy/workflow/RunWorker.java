package dev.understudy.workflow;

import dev.understudy.common.UnderstudyException;
import dev.understudy.workflow.definition.Definition;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one run forward for as long as its lease is in hand: decides, acts, and waits. */
final class RunWorker {
  private static final Logger LOG = LoggerFactory.getLogger(RunWorker.class);

  private final Parts parts;
  private final Grip grip;
  private final RunView run;
  private final Consumer<RunWorker> rested;
  private final Map<StepKey, Sitting> sittings = new ConcurrentHashMap<>();
  private final AtomicInteger pokes = new AtomicInteger();
  private final Acts acts;
  private @Nullable Definition definition;
  private volatile boolean closing;
  private volatile boolean stopped;

  /**
   * @param rested told when this worker will do nothing any more
   */
  RunWorker(Parts parts, Grip grip, RunView run, Consumer<RunWorker> rested) {
    this.parts = parts;
    this.grip = grip;
    this.run = run;
    this.rested = rested;
    this.acts = new Acts(parts, grip, run, sittings, this::poke);
  }

  RunView run() {
    return run;
  }

  Grip grip() {
    return grip;
  }

  /** Whether nobody is at a step. Once this closes, it stays so: no pass is left to begin one. */
  boolean isIdle() {
    return pokes.get() == 0 && sittings.isEmpty();
  }

  /** Something has happened: decides again soon, on another thread. */
  void poke() {
    if (pokes.getAndIncrement() == 0) {
      try {
        parts.threads().execute(this::passes);
      } catch (RejectedExecutionException e) {
        LOG.debug("run {}: the engine is closed", run.id());
      }
    }
  }

  private void passes() {
    int seen;
    do {
      seen = pokes.get();
      try {
        if (!stopped) {
          pass();
        }
      } catch (StaleException e) {
        pokes.incrementAndGet();
      } catch (LeaseLostException e) {
        lost(e.getMessage());
      } catch (RuntimeException | Error e) {
        // Nothing is lost: the store has the state, and the next sweep decides again.
        LOG.error("run {}: deciding failed; it is tried again by the next sweep", run.id(), e);
      }
    } while (pokes.addAndGet(-seen) != 0);
  }

  private void pass() {
    // Before the state is read: a sitting that ends in between is then taken for one in flight.
    Set<StepKey> inFlight = new HashSet<>(sittings.keySet());
    if (closing) {
      acts.suspend(Suspension.of(Suspension.Cause.CLOSE));
      return;
    }
    Seen seen = look();
    RunView now = seen.run();
    if (now.status() != RunStatus.RUNNING || now.term() != grip.term()) {
      throw new LeaseLostException(run.id(), "the run is no longer ours");
    }
    if (now.intent() == RunView.Intent.CANCEL && inFlight.isEmpty() && !hasTouched(seen)) {
      // Without its definition even: a run that cannot begin must be possible to end.
      rest(now, new Decision.Rest(RunEvent.CANCELLED, "it had changed nothing", ""));
      return;
    }
    Decision.Rest hindrance = prepare(now);
    if (hindrance != null) {
      carryOut(now, Decision.of(hindrance));
      return;
    }
    if (now.intent() != RunView.Intent.COMPLETE) {
      boolean pause = now.intent() == RunView.Intent.PAUSE;
      acts.suspend(Suspension.of(pause ? Suspension.Cause.PAUSE : Suspension.Cause.CANCEL));
    }
    decide(now.startedAt() == null ? look() : seen, inFlight);
  }

  /** The run and those of its steps that matter now, as they were at one moment. */
  private record Seen(RunView run, List<StepView> steps) {}

  private Seen look() {
    return parts
        .setup()
        .reader()
        .inTransaction(
            handle -> {
              RunView now = RunTable.find(handle, run.id()).orElseThrow();
              boolean forward = now.intent() == RunView.Intent.COMPLETE;
              return new Seen(
                  now,
                  forward
                      ? StepTable.front(handle, run.id(), grip.term())
                      : StepTable.list(handle, run.id()));
            });
  }

  private static boolean hasTouched(Seen seen) {
    return seen.steps().stream()
        .anyMatch(step -> step.touched() || step.status() == StepStatus.RUNNING);
  }

  private void decide(Seen seen, Set<StepKey> inFlight) {
    RunView now = seen.run();
    Instant instant = Times.now(parts.setup().clock());
    RunState state =
        new RunState(now, definition(), seen.steps(), grip.term(), inFlight, parts.reversibility());
    Decision decision = parts.decider().decide(state, instant);
    carryOut(now, decision);
    if (!stopped) {
      Instant deadline = acts.enforceLimits(now, instant);
      parts.alarms().want(run.id(), Decider.earlier(decision.wakeAt(), deadline), instant);
    }
  }

  private Definition definition() {
    if (definition == null) {
      definition = parts.pinned(run);
    }
    return definition;
  }

  /** Reads the definition and expands the steps; what keeps the run from that, or null. */
  private Decision.@Nullable Rest prepare(RunView now) {
    try {
      if (now.startedAt() == null) {
        new Expansion(parts, grip).expand(now, definition());
      } else {
        definition();
      }
      return null;
    } catch (LeaseLostException | StaleException e) {
      throw e;
    } catch (UnderstudyException e) {
      return new Decision.Rest(RunEvent.STUCK, e.getMessage(), e.remedy());
    }
  }

  private void carryOut(RunView now, Decision decision) {
    for (Decision.Act act : decision.acts()) {
      if (act instanceof Decision.Rest rest) {
        rest(now, rest);
        return;
      }
    }
    if (!decision.acts().isEmpty()) {
      acts.carryOut(now, definition(), decision.acts());
    }
  }

  private void rest(RunView now, Decision.Rest rest) {
    parts
        .journal()
        .write(
            grip,
            tx -> {
              Fields fields =
                  new Fields().set("reason", rest.reason()).set("remedy", rest.remedy());
              if (rest.event() == RunEvent.PAUSED) {
                fields.set("intent", "complete");
              }
              if (rest.event() == RunEvent.CANCELLED) {
                acts.leaveOut(tx, now);
              }
              String detail = rest.reason();
              tx.move(now, rest.event(), detail, grip.term(), fields);
              LeaseTable.release(tx.handle(), grip);
              return null;
            });
    stop();
  }

  /** The lease is gone: nothing is written any more, and whoever works is told to stop. */
  void lost(String why) {
    if (!stopped) {
      LOG.info("run {}: stops here, {}", run.id(), why);
      acts.suspend(Suspension.of(Suspension.Cause.LOST));
      stop();
    }
  }

  /** Nothing is done for the run any more; its alarm stays, for the next engine. */
  void silence() {
    stopped = true;
    acts.suspend(Suspension.of(Suspension.Cause.LOST));
  }

  private void stop() {
    stopped = true;
    parts.alarms().forget(run.id());
    rested.accept(this);
  }

  /** Asks all sittings to end at their safe points; nothing new is begun. */
  void close() {
    closing = true;
    acts.suspend(Suspension.of(Suspension.Cause.CLOSE));
  }

  /** Interrupts what has not come to a safe point. */
  void interrupt() {
    sittings.values().forEach(Sitting::interrupt);
  }

  /** Gives the lease back, so that the next start of the service goes on at once. */
  void release() {
    parts
        .journal()
        .write(
            grip,
            tx -> {
              String text = "the service stops; the run goes on with its next start";
              tx.note(run, null, "run.released", text, grip.term());
              LeaseTable.release(tx.handle(), grip);
              return null;
            });
  }
}
