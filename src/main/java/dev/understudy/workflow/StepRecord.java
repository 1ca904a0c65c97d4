package dev.understudy.workflow;

import org.jspecify.annotations.Nullable;

/** Where one sitting's story is written down, each act before and after it. */
interface StepRecord {
  /** The goal is met: by the first look, or after the step was applied. */
  void met(Probe probe);

  /** An attempt to apply begins, or goes on when it has the number of an earlier one. */
  void applying(Probe probe, int number);

  /** The application has ended well; whether it did what it should is looked at next. */
  void applied(int number);

  /**
   * The act has failed.
   *
   * @param limit the limit that ended it; null when none did
   */
  void failed(Phase phase, Failure failure, @Nullable Limit limit);

  /** A probe has shown that the last attempt, whose outcome was open, did not succeed. */
  void exhausted(Probe probe);

  /** The sitting ends at a safe point; what was under way may or may not have been done. */
  void suspended(String why);

  void undone(String text);

  void note(String kind, String text);
}
