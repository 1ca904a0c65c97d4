package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Results of looks that were made side by side. */
final class Futures {
  private Futures() {}

  /**
   * The result, or the look's own error.
   *
   * @throws UnderstudyException what the look threw; UNKNOWN when it was interrupted
   */
  static <T> T result(String subject, Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnderstudyException known) {
        throw known;
      }
      throw new UnderstudyException(
          ErrorClass.UNKNOWN, subject, "looking at it failed: " + e.getCause(), null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnderstudyException(
          ErrorClass.UNKNOWN, subject, "looking at it was interrupted", null, e);
    }
  }
}
