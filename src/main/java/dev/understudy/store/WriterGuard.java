package dev.understudy.store;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows which thread holds the one writer connection. */
final class WriterGuard {
  private static final Logger LOG = LoggerFactory.getLogger(WriterGuard.class);
  private static final long LONG_MILLIS = 2_000;

  private final Path file;
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
  }
}
