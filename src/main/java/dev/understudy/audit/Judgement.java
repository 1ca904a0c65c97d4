package dev.understudy.audit;

import dev.understudy.common.Severity;
import dev.understudy.config.Looks;
import org.jspecify.annotations.Nullable;

/**
 * Where a finding stands after so many looks; what follows from one more look is a function of it.
 *
 * @param open whether it is told; one that is not open is pending
 * @param severity never OK
 * @param leaning the severity that the newest looks in a row speak for, where it is another one:
 *     the mildest of those that are graver, the gravest of those that are milder
 * @param looks how many looks in a row; 0 for none, and then {@code leaning} says nothing
 */
record Judgement(boolean open, Severity severity, Severity leaning, int looks) {
  /** What one more look made of a finding. */
  enum Change {
    /** There is none. */
    NOTHING,
    /** One look, and more are needed. */
    PENDING,
    OPENED,
    /** As before. */
    KEPT,
    GRAVER,
    MILDER,
    CLOSED,
    /** It never opened, and is gone. */
    DROPPED
  }

  /**
   * What follows.
   *
   * @param now null when there is no finding any more
   */
  record Next(Change change, @Nullable Judgement now) {}

  /**
   * One more look.
   *
   * @param before null when there is none
   */
  static Next next(@Nullable Judgement before, Severity seen, Looks needed) {
    if (before == null) {
      return seen == Severity.OK
          ? new Next(Change.NOTHING, null)
          : pending(new Judgement(false, seen, seen, 1), needed);
    }
    if (!before.open) {
      return seen == Severity.OK
          ? new Next(Change.DROPPED, null)
          : pending(before.oneMore(before.opensAs(seen, needed)), needed);
    }
    return before.open(seen, needed);
  }

  private static Next pending(Judgement judgement, Looks needed) {
    return judgement.looks >= needed.toOpen()
        ? new Next(Change.OPENED, settled(judgement.severity))
        : new Next(Change.PENDING, judgement);
  }

  private Next open(Severity seen, Looks needed) {
    if (seen == severity) {
      return new Next(Change.KEPT, settled(severity));
    }
    boolean graver = seen.graverThan(severity);
    boolean goesOn = looks > 0 && leaning.graverThan(severity) == graver;
    int inRow = goesOn ? looks + 1 : 1;
    Severity speaksFor = !goesOn ? seen : graver ? mildest(leaning, seen) : gravest(leaning, seen);
    if (inRow < (graver ? needed.toOpen() : needed.toClose())) {
      return new Next(Change.KEPT, new Judgement(true, severity, speaksFor, inRow));
    }
    if (speaksFor == Severity.OK) {
      return new Next(Change.CLOSED, null);
    }
    return new Next(graver ? Change.GRAVER : Change.MILDER, settled(speaksFor));
  }

  /** Where one look is enough, it is taken at its word, whatever those before it said. */
  private Severity opensAs(Severity seen, Looks needed) {
    return needed.toOpen() == 1 ? seen : mildest(severity, seen);
  }

  private Judgement oneMore(Severity mildest) {
    return new Judgement(false, mildest, mildest, looks + 1);
  }

  private static Judgement settled(Severity severity) {
    return new Judgement(true, severity, Severity.OK, 0);
  }

  private static Severity mildest(Severity one, Severity other) {
    return one.graverThan(other) ? other : one;
  }

  private static Severity gravest(Severity one, Severity other) {
    return one.graverThan(other) ? one : other;
  }
}
