package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;

/** A decision was made on a state that is no longer so; it is to be made again. */
final class StaleException extends UnderstudyException {
  StaleException(String message) {
    super(ErrorClass.PRECONDITION, "workflow", message, null, null);
  }
}
