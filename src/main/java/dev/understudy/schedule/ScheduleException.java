package dev.understudy.schedule;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;

/** An alarm could not be set, moved or removed; the subject is its key. */
public final class ScheduleException extends UnderstudyException {
  ScheduleException(String key, String act, Throwable cause) {
    super(
        ErrorClass.UNKNOWN,
        key,
        "could not " + act + ": " + cause.getMessage(),
        "Check the store; the sweep sets what is missing again.",
        cause);
  }
}
