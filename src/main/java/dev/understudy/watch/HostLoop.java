package dev.understudy.watch;

import dev.understudy.common.ErrorClass;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks one host at a pace of its own: at once when its server falls silent, again and again while
 * it stays so, and rarely otherwise. At most one question is under way, on a worker of its own.
 */
final class HostLoop {
  private final String node;
  private final HostProbe probe;
  private final Board board;
  private final Executor workers;
  private final Timings timings;
  private final Moments moments;
  private @Nullable Moment ended;
  private boolean inTrouble;

  /** When the question was asked with which the worker is busy; null while it has none. */
  private @Nullable Moment underWay;

  /** When the open question was asked; whoever answers after it was given up finds none. */
  private @Nullable Moment open;

  /** Whether the open question counts as unanswered. A late answer still tells how things were. */
  private boolean overdue;

  private boolean refused;

  HostLoop(String node, HostProbe probe, Board board, LoopTools tools) {
    this.node = node;
    this.probe = probe;
    this.board = board;
    this.workers = tools.hostWorkers();
    this.timings = tools.timings();
    this.moments = tools.moments();
  }

  /**
   * Never blocks.
   *
   * @param unknown whether the host has not answered yet, or not since a gap: it is asked soon
   */
  synchronized void beat(boolean trouble, boolean unknown) {
    boolean news = trouble && !inTrouble;
    inTrouble = trouble;
    Moment now = moments.now();
    if (underWay != null) {
      giveUpIfOverdue(now);
    } else if (due(now, trouble || unknown, news)) {
      underWay = now;
      open = now;
      overdue = false;
      // A question that can't begin stays open; the watching ends.
      submit(() -> carryOut(now));
    }
  }

  /** What has become overdue is given up. */
  synchronized void check(Moment now) {
    if (underWay != null) {
      giveUpIfOverdue(now);
    }
  }

  synchronized boolean waits() {
    return open != null;
  }

  /** A refused login is not tried again soon: it would lock the account out. */
  private boolean due(Moment now, boolean trouble, boolean news) {
    if (news && !refused) {
      return true;
    }
    Duration pause = trouble && !refused ? timings.hostInTrouble() : timings.hostOtherwise();
    return ended == null || ended.age(now).compareTo(pause) >= 0;
  }

  private void giveUpIfOverdue(Moment now) {
    Moment unanswered = open;
    if (unanswered == null) {
      return;
    }
    Duration age = unanswered.age(now);
    if (!overdue && age.compareTo(timings.hostAnswer()) >= 0) {
      overdue = true;
      String message = "no answer over SSH within " + timings.hostAnswer().toMillis() + " ms";
      tell(unanswered, new HostTrouble(ErrorClass.TIMEOUT, message));
    }
    if (age.compareTo(timings.hostPatience()) >= 0) {
      open = null;
      submit(() -> hangUp(unanswered));
    }
  }

  /** A worker that comes late must not break the next question. */
  private void hangUp(Moment asked) {
    synchronized (this) {
      if (!asked.equals(underWay)) {
        return;
      }
    }
    probe.hangUp();
  }

  private void submit(Runnable task) {
    try {
      workers.execute(task);
    } catch (RejectedExecutionException e) {
      // The watching ends, and nobody waits for it.
      return;
    }
  }

  private void carryOut(Moment asked) {
    HostAnswer answer;
    try {
      answer = probe.look(board.silentPeers(node));
    } catch (RuntimeException e) {
      // What the host said makes no sense; the next look is no more at risk.
      answer = new HostTrouble(ErrorClass.UNKNOWN, e.toString());
    }
    if (answer(asked, answer)) {
      // The next look is far away.
      probe.hangUp();
    }
    synchronized (this) {
      underWay = null;
      ended = moments.now();
    }
  }

  /** Whether the connection can rest now; what comes after it was given up is dropped with it. */
  private synchronized boolean answer(Moment asked, HostAnswer answer) {
    if (!asked.equals(open)) {
      return true;
    }
    open = null;
    tell(asked, answer);
    return !inTrouble;
  }

  private void tell(Moment asked, HostAnswer answer) {
    refused = answer instanceof HostTrouble trouble && !trouble.errorClass().retriable();
    board.tell(asked, node, known -> known.told(answer, asked));
  }
}
