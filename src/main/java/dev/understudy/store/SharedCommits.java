package dev.understudy.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Writes of many threads, in the order in which they were asked for, by one thread: whatever was
 * asked for during one commit shares the next one, since what a commit costs is the disk's answer.
 * Each is a unit of its own: one that fails leaves nothing behind, and the others as they are.
 */
public final class SharedCommits implements AutoCloseable {
  /** Quartz and all others wait for the writer meanwhile. */
  private static final int MOST = 64;

  private final WriterGuard guard;
  private final Jdbi writer;
  private final ConcurrentLinkedQueue<Entry<?>> waiting = new ConcurrentLinkedQueue<>();
  private final ExecutorService thread;
  private boolean closed;

  SharedCommits(WriterGuard guard, Jdbi writer) {
    this.guard = guard;
    this.writer = writer;
    this.thread =
        new ThreadPoolExecutor(
            0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), SharedCommits::daemon);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "store-commits");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Writes and returns when that is durable, even if this thread is interrupted meanwhile.
   *
   * @param work is called on another thread, within a transaction; must do nothing but write. What
   *     it throws is thrown here, and undoes what it wrote
   * @param committed is called on that thread after the commit, before this returns, and in the
   *     order of the writes; must not fail
   * @throws StoreException when the file or the disk is the cause; then all that was to share the
   *     commit has failed, whatever the single answers would have been
   * @throws NestedHandleException when this thread holds the writer connection
   * @throws RejectedExecutionException when this is closed; nothing was written
   */
  public <T extends @Nullable Object> T write(Function<Handle, T> work, Runnable committed) {
    guard.requireFree("wait for a shared commit");
    Entry<T> entry = new Entry<>(work, committed);
    waiting.add(entry);
    try {
      // One call for each entry: the first takes all that are there, the others find nothing.
      thread.execute(this::commitWaiting);
    } catch (RejectedExecutionException e) {
      // Closed: if the entry was not carried out just before that, it is refused here.
      commitWaiting();
    }
    return entry.await();
  }

  private synchronized void commitWaiting() {
    List<Entry<?>> group = new ArrayList<>();
    while (group.size() < MOST && !waiting.isEmpty()) {
      group.add(waiting.remove());
    }
    if (group.isEmpty()) {
      return;
    }
    try {
      if (closed) {
        throw new RejectedExecutionException("nothing is written any more");
      }
      writer.useTransaction(handle -> group.forEach(entry -> entry.write(handle)));
    } catch (RuntimeException | Error e) {
      // The transaction is rolled back; an entry that had failed by itself may have done so because
      // of what another had written, so that does not count either.
      group.forEach(entry -> entry.fail(e));
    }
    group.forEach(Entry::answer);
  }

  /** How many writes wait for the next commit. */
  int waiting() {
    return waiting.size();
  }

  /** Waits for the commit under way; what waits for the next one is refused. */
  @Override
  public synchronized void close() {
    closed = true;
    thread.shutdown();
  }

  /** One caller's writes, and its answer. */
  private static final class Entry<T extends @Nullable Object> {
    private final Function<Handle, T> work;
    private final Runnable committed;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable Throwable failure;

    Entry(Function<Handle, T> work, Runnable committed) {
      this.work = work;
      this.committed = committed;
    }

    void write(Handle handle) {
      Direct.update(handle, "SAVEPOINT entry");
      try {
        result = work.apply(handle);
      } catch (RuntimeException | Error e) {
        failure = e;
        undo(handle, e);
      }
      Direct.update(handle, "RELEASE entry");
    }

    private static void undo(Handle handle, Throwable cause) {
      try {
        Direct.update(handle, "ROLLBACK TO entry");
      } catch (RuntimeException e) {
        // SQLite has given up the whole transaction, as it does on a full disk.
        e.addSuppressed(cause);
        throw e;
      }
    }

    void fail(Throwable cause) {
      failure = cause;
    }

    @SuppressWarnings("NullAway") // a result may be null where T may be
    void answer() {
      try {
        if (failure == null) {
          committed.run();
        }
      } catch (RuntimeException | Error e) {
        // Durable all the same; its caller hears of it, and the others get their own answers.
        failure = e;
      }
      if (failure == null) {
        answer.complete(result);
      } else {
        answer.completeExceptionally(failure);
      }
    }

    T await() {
      try {
        return answer.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException known) {
          throw known;
        }
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw e;
      }
    }
  }
}
