package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import dev.understudy.config.CheckGroup;
import dev.understudy.config.CheckId;
import dev.understudy.steps.Sites;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out checks whose time came, off the thread that says so, and keeps what they find. Checks
 * that are still being carried out are not begun a second time.
 */
public final class ScheduledAudits implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduledAudits.class);
  private static final int AT_ONCE = 8;
  private static final int QUICK_AT_ONCE = 2;
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration END = Duration.ofSeconds(2);
  private static final Duration FORGET_EVERY = Duration.ofHours(1);

  private final Look look;
  private final Findings findings;
  private final Clock clock;
  private final Supplier<Duration> kept;
  private final ExecutorService workers;

  /** For what asks no host: hosts that are slow must not hold it up. */
  private final ExecutorService quick;

  private final Map<Due, Instant> underWay = new ConcurrentHashMap<>();
  private Instant forgotten = Instant.EPOCH;

  /** Looks and judges. */
  @FunctionalInterface
  interface Look {
    LookResult at(String cluster, Set<CheckId> checks);
  }

  private record Due(String cluster, Set<CheckId> checks) {
    boolean asksNoHost() {
      return checks.stream().allMatch(check -> check.group() == CheckGroup.WATCH);
    }
  }

  ScheduledAudits(Look look, Findings findings, Clock clock, Supplier<Duration> kept) {
    this.look = look;
    this.findings = findings;
    this.clock = clock;
    this.kept = kept;
    this.workers = workers(AT_ONCE);
    this.quick = workers(QUICK_AT_ONCE);
  }

  private static ExecutorService workers(int most) {
    return Executors.newFixedThreadPool(
        most,
        work -> {
          Thread thread = new Thread(work, "audit");
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * @param mask takes what is secret out of a text
   * @param kept how long findings are kept after they were closed
   */
  public static ScheduledAudits of(
      Sites sites,
      Supplier<Auditor> auditor,
      Findings findings,
      Clock clock,
      UnaryOperator<String> mask,
      Supplier<Duration> kept) {
    Look look =
        (cluster, checks) -> {
          try {
            return auditor.get().look(sites.site(cluster), checks).masked(mask);
          } catch (RuntimeException e) {
            // Nothing was judged; that this is so is what the look found.
            LOG.warn("checks of {}: {}", cluster, mask.apply(String.valueOf(e)));
            return failed(checks, mask.apply(String.valueOf(e.getMessage())));
          }
        };
    return new ScheduledAudits(look, findings, clock, kept);
  }

  private static LookResult failed(Set<CheckId> checks, String why) {
    return new LookResult(
        checks.stream()
            .map(c -> new Checked(c, Finding.unknown(c.id(), "it could not be checked: " + why)))
            .toList(),
        false);
  }

  /** Begins checks that stand on one look; returns at once. */
  public void begin(String cluster, Set<CheckId> checks) {
    Due due = new Due(cluster, Set.copyOf(checks));
    Instant since = underWay.putIfAbsent(due, now());
    if (since != null) {
      stillUnderWay(due, since);
      return;
    }
    try {
      (due.asksNoHost() ? quick : workers).execute(() -> carryOut(due));
    } catch (RejectedExecutionException e) {
      // The service ends; the next one makes up for it.
      underWay.remove(due);
    }
  }

  private void stillUnderWay(Due due, Instant since) {
    Duration taken = Duration.between(since, now());
    if (taken.compareTo(LONG) < 0) {
      LOG.debug("checks of {} are under way since {}: {}", due.cluster, since, due.checks);
      return;
    }
    take(due, failed(due.checks, "the look that began at " + since + " has not ended"));
  }

  private void carryOut(Due due) {
    try {
      take(due, look.at(due.cluster, due.checks));
    } finally {
      underWay.remove(due);
    }
  }

  private void take(Due due, LookResult result) {
    try {
      List<Findings.Change> changes = findings.take(due.cluster, due.checks, result, now());
      changes.forEach(ScheduledAudits::tell);
      forgetOld();
    } catch (RuntimeException e) {
      // The transaction was rolled back: findings stand as they stood, and the next look says anew.
      LOG.error("what checks of {} found cannot be kept: {}", due.cluster, e.toString());
    }
  }

  private static void tell(Findings.Change change) {
    String words = "{} {}: {}: {}";
    if (change.severity() == Severity.OK) {
      LOG.info(words, change.cluster(), change.key(), "closed", change.sentence());
    } else {
      LOG.warn(words, change.cluster(), change.key(), change.severity(), change.sentence());
    }
  }

  private void forgetOld() {
    Instant now = now();
    synchronized (this) {
      if (now.isBefore(forgotten.plus(FORGET_EVERY))) {
        return;
      }
      forgotten = now;
    }
    findings.forget(now.minus(kept.get()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Begins nothing any more, and interrupts what is under way. */
  @Override
  public void close() {
    workers.shutdownNow();
    quick.shutdownNow();
    try {
      boolean ended =
          workers.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)
              && quick.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS);
      LOG.debug("checks have {}ended", ended ? "" : "not ");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
