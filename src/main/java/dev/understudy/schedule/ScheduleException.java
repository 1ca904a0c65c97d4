package dev.understudy.schedule;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.util.Optional;

/** An alarm could not be set, moved or removed; the subject is its key. */
public final class ScheduleException extends UnderstudyException {
  /** Quartz wraps what the store said; that is what a person needs to read. */
  ScheduleException(String key, String act, Throwable cause) {
    this(key, act, cause, root(cause));
  }

  private ScheduleException(
      String key, String act, Throwable cause, Optional<UnderstudyException> root) {
    super(
        root.map(UnderstudyException::errorClass).orElse(ErrorClass.UNKNOWN),
        key,
        "could not " + act + ": " + root.<Throwable>map(e -> e).orElse(cause).getMessage(),
        root.map(UnderstudyException::remedy).orElse(null),
        cause);
  }

  private static Optional<UnderstudyException> root(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnderstudyException known) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }
}
