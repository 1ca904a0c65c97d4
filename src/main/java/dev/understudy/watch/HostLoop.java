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
  private boolean busy;
  private boolean refused;

  HostLoop(String node, HostProbe probe, Board board, LoopTools tools) {
    this.node = node;
    this.probe = probe;
    this.board = board;
    this.workers = tools.hostWorkers();
    this.timings = tools.timings();
    this.moments = tools.moments();
  }

  /** Never blocks. */
  synchronized void beat(boolean trouble) {
    boolean news = trouble && !inTrouble;
    inTrouble = trouble;
    if (busy || !due(trouble, news)) {
      return;
    }
    busy = true;
    Moment asked = moments.now();
    try {
      workers.execute(() -> carryOut(asked));
    } catch (RejectedExecutionException e) {
      // The watching ends.
      busy = false;
    }
  }

  /** A refused login is not tried again soon: it would lock the account out. */
  private boolean due(boolean trouble, boolean news) {
    if (news && !refused) {
      return true;
    }
    Duration pause = trouble && !refused ? timings.hostInTrouble() : timings.hostOtherwise();
    return ended == null || ended.age(moments.now()).compareTo(pause) >= 0;
  }

  private void carryOut(Moment asked) {
    HostAnswer answer;
    try {
      answer = probe.look();
    } catch (RuntimeException e) {
      // What the host said makes no sense; the next look is no more at risk.
      answer = new HostTrouble(ErrorClass.UNKNOWN, e.toString());
    }
    HostAnswer told = answer;
    board.tell(asked, node, known -> known.told(told, asked));
    boolean rest;
    synchronized (this) {
      rest = !inTrouble;
      refused = told instanceof HostTrouble trouble && !trouble.errorClass().retriable();
    }
    if (rest) {
      probe.rest();
    }
    synchronized (this) {
      busy = false;
      ended = moments.now();
    }
  }
}
