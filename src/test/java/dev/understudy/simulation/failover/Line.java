package dev.understudy.simulation.failover;

import org.jspecify.annotations.Nullable;

/**
 * A timeline. Two that were begun by different servers are different, whatever their number.
 *
 * @param fork where it left its parent
 */
record Line(int number, @Nullable Line parent, long fork) {
  static Line first() {
    return new Line(1, null, 0);
  }

  Line next(long at) {
    return new Line(number + 1, this, at);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  /** Up to where a position on another line is a position on this one; -1 when it never is. */
  long shared(Line other) {
    long until = Long.MAX_VALUE;
    for (Line line = this; line != null; line = line.parent) {
      if (line == other) {
        return until;
      }
      until = Math.min(until, line.fork);
    }
    return -1;
  }

  /** Whether a server at a position of another line may go on along this one. */
  boolean follows(Line other, long lsn) {
    return lsn <= shared(other);
  }
}
