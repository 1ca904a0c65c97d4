package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;

/** What went wrong, in the words of the store. */
record Failure(ErrorClass errorClass, String message, String remedy) {

  /** An error that a step type did not raise on purpose leaves it open what was done. */
  static Failure of(Throwable error) {
    if (error instanceof UnderstudyException known) {
      String message = known.subject() + ": " + known.getMessage();
      return new Failure(known.errorClass(), message, known.remedy());
    }
    return new Failure(
        ErrorClass.UNKNOWN,
        "unexpected error in the step type: " + error,
        "look into the service's log");
  }
}
