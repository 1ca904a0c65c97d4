package dev.understudy.watch;

import dev.understudy.postgres.SqlFailure;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one server, beat by beat. At most one question is under way, on a worker of its own; one
 * that takes too long counts as unanswered, and what it still brings is dropped.
 */
final class NodeLoop {
  private static final Logger LOG = LoggerFactory.getLogger(NodeLoop.class);

  /** Each refused login leaves a line in the server's log, and asking again does not help. */
  private static final int PATIENCE_AFTER_REFUSAL = 9;

  private final String node;
  private final SqlProbe probe;
  private final HostLoop host;
  private final Board board;
  private final Executor workers;
  private final Timings timings;
  private final Lateness lateness;
  private final Moments moments;
  private @Nullable Moment lastBeat;

  /** When the open question was asked; whoever answers after it was given up finds none. */
  private @Nullable Moment open;

  /** When the question was asked with which the worker is busy; null while it has none. */
  private @Nullable Moment underWay;

  private int patience;
  private volatile boolean closed;

  NodeLoop(String node, SqlProbe probe, HostLoop host, Board board, LoopTools tools) {
    this.node = node;
    this.probe = probe;
    this.host = host;
    this.board = board;
    this.workers = tools.workers();
    this.timings = tools.timings();
    this.lateness = tools.lateness();
    this.moments = tools.moments();
  }

  /**
   * One beat; never blocks.
   *
   * @param planned when it should have been, of the monotonic clock
   */
  synchronized void beat(long planned) {
    Moment now = moments.now();
    if (lastBeat != null && Continuity.broken(lastBeat, now, timings.gap().plus(timings.beat()))) {
      board.forget(node);
    }
    lastBeat = now;
    host.beat(board.needsHost(node), board.lacksHost(node));
    if (underWay != null) {
      giveUpIfOverdue(now);
    } else if (patience > 0) {
      patience--;
    } else {
      ask(planned, moments.now());
    }
  }

  /** Between two beats: what has become overdue meanwhile is given up. */
  synchronized void check() {
    Moment now = moments.now();
    if (underWay != null) {
      giveUpIfOverdue(now);
    }
    host.check(now);
  }

  /** Whether something was asked before this beat that is not answered yet. */
  synchronized boolean waits() {
    boolean earlier = open != null && lastBeat != null && open.before(lastBeat);
    return earlier || host.waits();
  }

  private void ask(long planned, Moment asked) {
    underWay = asked;
    open = asked;
    submit(() -> carryOut(planned, asked));
  }

  private void submit(Runnable task) {
    try {
      workers.execute(task);
    } catch (RejectedExecutionException e) {
      // The watching ends, and nobody waits for it.
      return;
    }
  }

  private void giveUpIfOverdue(Moment now) {
    Moment unanswered = open;
    if (unanswered != null && unanswered.age(now).compareTo(timings.overdue()) >= 0) {
      String message = "no answer within " + timings.answer().toMillis() + " ms";
      answer(unanswered, new SqlTrouble(SqlFailure.TIMED_OUT, message));
      // Closing a connection with TLS may block.
      submit(() -> abort(unanswered));
    }
  }

  /** A worker that comes late must not break the next question. */
  private void abort(Moment asked) {
    synchronized (this) {
      if (!asked.equals(underWay)) {
        return;
      }
    }
    probe.abort();
  }

  private void carryOut(long planned, Moment asked) {
    lateness.add(moments.now().nanos() - planned);
    try {
      SqlAnswer answer = safely();
      answer(asked, answer);
      if (answer instanceof NodeReading) {
        probe.tend().ifPresent(door -> door(asked, door));
      }
    } catch (RuntimeException e) {
      // The server answered, and only what is looked at now and then is missing.
      LOG.warn("{}: {}", node, e.toString());
    } finally {
      synchronized (this) {
        underWay = null;
      }
      if (closed) {
        // What was under way may have opened another connection.
        probe.close();
      }
    }
  }

  private SqlAnswer safely() {
    try {
      return probe.ask();
    } catch (RuntimeException e) {
      // An answer that makes no sense, or a password file that can't be read: nothing is known.
      return new SqlTrouble(SqlFailure.OTHER, e.toString());
    }
  }

  private synchronized void answer(Moment asked, SqlAnswer answer) {
    if (!asked.equals(open)) {
      return;
    }
    open = null;
    if (answer instanceof SqlTrouble trouble && trouble.failure() == SqlFailure.AUTHENTICATION) {
      patience = PATIENCE_AFTER_REFUSAL;
    }
    board.tell(asked, node, known -> known.told(answer, asked));
    if (answer instanceof SqlTrouble) {
      // What the host says is wanted now, and not at the next beat.
      host.beat(board.needsHost(node), board.lacksHost(node));
    }
  }

  private void door(Moment asked, SqlProbe.Door door) {
    board.tell(asked, node, known -> known.door(door.trouble(), asked));
  }

  /** Whether it is to be given no beat any more. */
  boolean isClosed() {
    return closed;
  }

  /** What comes of a question under way is told a board that nobody reads any more. */
  void close() {
    closed = true;
    probe.close();
  }
}
