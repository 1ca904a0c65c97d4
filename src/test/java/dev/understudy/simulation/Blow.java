package dev.understudy.simulation;

import dev.understudy.workflow.CrashPoints;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the service dies: once, at a moment of a step.
 *
 * @param effect as {@link World#effects} names it; empty where it does not matter
 */
record Blow(String step, Moment moment, String effect) {
  Blow(String step, Moment moment) {
    this(step, moment, "");
  }

  /** Whatever the service was about when the effect came about. */
  static Blow afterEffect(String effect) {
    return new Blow("", Moment.AFTER_EFFECT, effect);
  }

  enum Moment {
    BEFORE_APPLY(CrashPoints.Point.BEFORE_APPLY),
    AFTER_APPLY(CrashPoints.Point.AFTER_APPLY),
    AFTER_RECORD(CrashPoints.Point.AFTER_RECORD),
    DURING_VERIFY(CrashPoints.Point.DURING_VERIFY),
    /** A detached job of the step runs, and goes on afterwards. */
    IN_JOB(null),
    /** A detached job of the step runs, and has ended when the next service comes. */
    IN_JOB_THAT_ENDS(null),
    /** An effect has been brought about; the step does not matter. */
    AFTER_EFFECT(null),
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
    return moment == Moment.AFTER_EFFECT ? "after " + effect : step + ", " + moment;
  }
}
