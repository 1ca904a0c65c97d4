package dev.understudy.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which thread holds the one writer connection, and who is next. The pool itself gives it to
 * whoever comes back first, so one busy thread could keep all others waiting.
 */
final class WriterGuard {
  private static final Logger LOG = LoggerFactory.getLogger(WriterGuard.class);
  private static final long LONG_MILLIS = 2_000;
  private static final long PATIENCE_SECONDS = 30;

  private final Path file;
  private final Semaphore turn = new Semaphore(1, true);
  private volatile @Nullable Thread holder;
  private volatile long since;

  WriterGuard(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  boolean heldByThisThread() {
    return holder == Thread.currentThread();
  }

  /**
   * @throws NestedHandleException when this thread holds the writer connection
   */
  void requireFree(String what) {
    if (heldByThisThread()) {
      throw new NestedHandleException(file, what);
    }
  }

  /**
   * Waits behind all who came before, also while interrupted: whoever ends by an interruption, as
   * Quartz's threads do, still has to give back in the store what it had reserved there.
   */
  void awaitTurn() throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (turn.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            return;
          }
          throw new SQLTransientConnectionException(
              "the writer connection was not free within " + PATIENCE_SECONDS + " s");
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lets the next one go, after the connection is back in its pool. */
  void pass() {
    turn.release();
  }

  void acquired() {
    since = System.nanoTime();
    holder = Thread.currentThread();
  }

  void released() {
    holder = null;
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    if (millis > LONG_MILLIS) {
      LOG.warn("{}: the writer connection was held for {} ms; everybody else waited", file, millis);
    }
    pass();
  }
}
