package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import org.jspecify.annotations.Nullable;

/**
 * The engine's answer to a signal. It says that the order was taken, not that it was carried out.
 *
 * @param run the run that it is about; null when a start was refused
 * @param attached whether a start found an unfinished run and joined it
 * @param message what happens now; for a refusal, why
 * @param errorClass null unless it was refused
 * @param remedy what a person can do; empty when nothing is to be done
 */
public record SignalResult(
    @Nullable String run,
    boolean attached,
    String message,
    @Nullable ErrorClass errorClass,
    String remedy) {

  static SignalResult taken(String run, String message) {
    return new SignalResult(run, false, message, null, "");
  }

  static SignalResult attached(String run, String message) {
    return new SignalResult(run, true, message, null, "");
  }

  static SignalResult refused(@Nullable String run, Failure failure) {
    return new SignalResult(run, false, failure.message(), failure.errorClass(), failure.remedy());
  }

  public boolean wasRefused() {
    return errorClass != null;
  }

  /**
   * The run's id.
   *
   * @throws UnderstudyException what the signal was refused for
   */
  public String orThrow() {
    if (errorClass != null || run == null) {
      ErrorClass type = errorClass == null ? ErrorClass.UNKNOWN : errorClass;
      throw new UnderstudyException(
          type, run == null ? "start" : "run " + run, message, remedy, null);
    }
    return run;
  }
}
