package dev.understudy.failover;

import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ClusterConfig;
import dev.understudy.failover.Circumstances.Registered;
import dev.understudy.postgres.LastPrimary;
import dev.understudy.watch.ClusterSnapshot;
import dev.understudy.watch.Moment;
import dev.understudy.watch.Moments;
import dev.understudy.watch.NodeReading;
import dev.understudy.watch.NodeSnapshot;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges every snapshot, writes changes of the verdict down, and starts a failover where one is
 * allowed: at most one at a time, and after one that could not be started not at once another.
 */
public final class Observer implements Consumer<ClusterSnapshot>, AutoCloseable {
  private static final Duration NOTE = Duration.ofSeconds(10);
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(15);
  private static final Logger LOG = LoggerFactory.getLogger(Observer.class);

  private final Supplier<Map<String, ClusterConfig>> clusters;
  private final Facts facts;
  private final Verdicts verdicts;
  private final FailoverStarter starter;
  private final Executor starts;
  private final Moments moments;
  private final Map<String, State> states = new ConcurrentHashMap<>();
  private boolean closed;

  /** What is remembered of one cluster; changed by the one thread that is told snapshots. */
  private static final class State {
    private Tracker tracker = Tracker.FRESH;
    private @Nullable Moment begun;
    private @Nullable Moment noted;
    private volatile @Nullable Verdict verdict;
    private volatile boolean starting;
    private volatile @Nullable Moment refusedAt;
  }

  /**
   * @param clusters those that are configured now
   * @param starts what starts of failovers run on, since they wait for the engine's answer
   */
  public Observer(
      Supplier<Map<String, ClusterConfig>> clusters,
      Facts facts,
      Verdicts verdicts,
      FailoverStarter starter,
      Executor starts,
      Moments moments) {
    this.clusters = clusters;
    this.facts = facts;
    this.verdicts = verdicts;
    this.starter = starter;
    this.starts = starts;
    this.moments = moments;
  }

  /** The newest verdict on a cluster; empty before the first. */
  public Optional<Verdict> verdict(String cluster) {
    return Optional.ofNullable(states.get(cluster)).map(state -> state.verdict);
  }

  @Override
  public synchronized void accept(ClusterSnapshot snapshot) {
    ClusterConfig config = clusters.get().get(snapshot.cluster());
    if (closed || config == null) {
      return;
    }
    State state = states.computeIfAbsent(snapshot.cluster(), name -> new State());
    // Asked before the facts: a start that has ended since is in them.
    boolean busy = state.starting;
    Circumstances now = facts.of(config, snapshot);
    String primary = now.registered().map(Registered::primary).orElse("");
    state.tracker = state.tracker.next(snapshot, primary);
    Moment at = moments.now();
    Verdict verdict = Judge.judge(snapshot, with(now, state.tracker), at);
    Verdict before = state.verdict;
    state.verdict = verdict;
    if (!busy && verdict.startsFailover() && mayStart(state, at)) {
      LastPrimary last = Permission.lastPrimary(now, snapshot.nodes().get(primary));
      start(state, verdict, last, at);
    } else if (before == null || !before.same(verdict)) {
      write(before, verdict, at);
    }
    note(state, snapshot, primary, at);
  }

  private static Circumstances with(Circumstances now, Tracker tracker) {
    return new Circumstances(
        now.config(),
        now.registered(),
        now.outdated(),
        now.maintenance(),
        now.lastAutomatic(),
        now.runs(),
        now.waits(),
        now.onPrimaryHost(),
        Optional.ofNullable(tracker.pausedAt()),
        now.surroundings(),
        tracker.stuckSince(),
        now.lastKnown(),
        now.confirmers());
  }

  /** What the store said last still holds after a restart, and is not written down again. */
  private void write(@Nullable Verdict before, Verdict verdict, Moment at) {
    boolean known =
        before == null
            && verdicts
                .at(verdict.cluster(), at.instant())
                .filter(last -> last.verdict().same(verdict))
                .isPresent();
    tell(verdict);
    if (!known) {
      verdicts.record(verdict, at.instant(), false);
    }
  }

  private static void tell(Verdict verdict) {
    String text = verdict.cluster() + ": " + verdict.code().label() + ". " + verdict.sentence();
    if (verdict.action() == Action.NOTHING || verdict.action() == Action.WAIT) {
      LOG.info("{}", text);
    } else {
      LOG.warn("{} {} {}", text, verdict.evidence(), verdict.obstacles());
    }
  }

  private static boolean mayStart(State state, Moment at) {
    Moment refused = state.refusedAt;
    return refused == null || refused.age(at).compareTo(AFTER_REFUSAL) >= 0;
  }

  private void start(State state, Verdict verdict, LastPrimary last, Moment at) {
    LOG.warn("{}: failover: {} {}", verdict.cluster(), verdict.sentence(), verdict.evidence());
    long id = verdicts.record(verdict, at.instant(), true);
    state.starting = true;
    try {
      starts.execute(() -> carryOut(state, verdict, last, id));
    } catch (RejectedExecutionException e) {
      // The service ends; whoever comes next observes afresh.
      state.starting = false;
    }
  }

  private void carryOut(State state, Verdict verdict, LastPrimary last, long id) {
    try {
      String run = starter.start(verdict, last);
      verdicts.started(id, Optional.of(run), "");
      LOG.warn("{}: failover: run {}", verdict.cluster(), run);
    } catch (UnderstudyException e) {
      // Nothing was started; what is so then is looked at again a little later.
      state.refusedAt = moments.now();
      verdicts.started(id, Optional.empty(), e.getMessage());
      LOG.error("{}: no failover was started: {}", verdict.cluster(), e.getMessage());
    } finally {
      state.starting = false;
    }
  }

  /** Now and then: that somebody watches, and how far the primary was. */
  private void note(State state, ClusterSnapshot snapshot, String primary, Moment at) {
    if (state.begun == null) {
      state.begun = at;
    }
    if (state.noted != null && state.noted.age(at).compareTo(NOTE) < 0) {
      return;
    }
    state.noted = at;
    Optional<LastPrimary> seen =
        snapshot
            .node(primary)
            .filter(NodeSnapshot::answers)
            .flatMap(NodeSnapshot::lastReading)
            .filter(NodeReading::primary)
            .map(reading -> LastPrimary.of(reading.state()))
            .filter(last -> last.written().isPresent());
    verdicts.watched(snapshot.cluster(), state.begun.instant(), at.instant().plus(NOTE), seen);
  }

  /** Nothing is written or started from now on; waits for what is being judged. */
  @Override
  public synchronized void close() {
    closed = true;
  }
}
