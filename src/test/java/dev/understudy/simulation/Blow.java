package dev.understudy.simulation;

import dev.understudy.workflow.CrashPoints;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When the service dies: once, at a moment of a step. */
record Blow(String step, Moment moment) {
  enum Moment {
    BEFORE_APPLY(CrashPoints.Point.BEFORE_APPLY),
    AFTER_APPLY(CrashPoints.Point.AFTER_APPLY),
    AFTER_RECORD(CrashPoints.Point.AFTER_RECORD),
    DURING_VERIFY(CrashPoints.Point.DURING_VERIFY),
    /** A detached job of the step runs, and goes on afterwards. */
    IN_JOB(null),
    /** A detached job of the step runs, and has ended when the next service comes. */
    IN_JOB_THAT_ENDS(null),
    /** A proof has been made and is not recorded yet. */
    PROVED(null);

    private final CrashPoints.@Nullable Point point;

    Moment(CrashPoints.@Nullable Point point) {
      this.point = point;
    }

    Optional<CrashPoints.Point> point() {
      return Optional.ofNullable(point);
    }

    boolean inJob() {
      return this == IN_JOB || this == IN_JOB_THAT_ENDS;
    }
  }

  @Override
  public String toString() {
    return step + ", " + moment;
  }
}
