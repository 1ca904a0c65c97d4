package dev.understudy.timetable;

/** What becomes of times at which no service ran. */
public enum Misfire {
  /** However many were missed, it happens once, as soon as a service runs. */
  ONCE,
  /** Those are left out; the next time counts. */
  SKIP
}
