package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;

/** Another worker is in charge of the run, or nobody; whoever gets this must stop at once. */
public final class LeaseLostException extends UnderstudyException {
  public LeaseLostException(String run, String message) {
    super(ErrorClass.FENCED, "run " + run, message, null, null);
  }
}
