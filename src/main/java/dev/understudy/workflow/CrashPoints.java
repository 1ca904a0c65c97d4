package dev.understudy.workflow;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Named places where a test lets the process die. */
@FunctionalInterface
public interface CrashPoints {
  /** What a running service has: nothing happens. */
  CrashPoints NONE = (point, step) -> {};

  /** The system property that names the point at which a service's process ends. */
  String PROPERTY = "understudy.crash";

  /** The status of a process that a crash point ended; the same as after SIGKILL. */
  int EXIT_STATUS = 137;

  /** Called at each point with the step's id. */
  void reached(Point point, String step);

  /** Where, relative to the act of a step. */
  enum Point {
    BEFORE_APPLY,
    /** The act has ended; the store does not know yet. */
    AFTER_APPLY,
    AFTER_RECORD,
    DURING_VERIFY;

    /** As it is written in the property, such as {@code before-apply}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Ends this process, with no farewell but the point's name on standard error, at the first of the
   * points that it reaches.
   *
   * @param wanted points as {@code POINT:STEP}, such as {@code after-apply:base-backup}, separated
   *     by commas; null or empty names none
   */
  static CrashPoints halting(@Nullable String wanted) {
    if (wanted == null || wanted.isEmpty()) {
      return NONE;
    }
    Set<String> points = Set.of(wanted.split(","));
    return (point, step) -> {
      String here = point.label() + ":" + step;
      if (points.contains(here)) {
        System.err.println("crash point " + here);
        Runtime.getRuntime().halt(EXIT_STATUS);
      }
    };
  }
}
