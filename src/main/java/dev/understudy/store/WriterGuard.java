package dev.understudy.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Knows which thread holds the one writer connection. */
final class WriterGuard {
  private final Path file;
  private volatile @Nullable Thread holder;

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
    holder = Thread.currentThread();
  }

  void released() {
    holder = null;
  }
}
