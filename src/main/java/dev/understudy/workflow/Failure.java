package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What went wrong, in the words of the store. */
record Failure(ErrorClass errorClass, String message, String remedy) {
  private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

  /** An error that a step type did not raise on purpose leaves it open what was done. */
  static Failure of(Throwable error) {
    if (error instanceof UnderstudyException known) {
      String message = known.subject() + ": " + known.getMessage();
      return new Failure(known.errorClass(), message, known.remedy());
    }
    LOG.error("a step type failed in a way that it does not know itself", error);
    return new Failure(
        ErrorClass.UNKNOWN,
        "unexpected error in the step type: " + error,
        "look into the service's log");
  }
}
