package dev.understudy.workflow;

import java.util.Locale;

/** The four limits of a step. */
public enum Limit {
  START("showed no progress in time after its start"),
  ATTEMPT("took too long for one attempt"),
  NO_PROGRESS("made no progress for too long"),
  STEP("used up the time of the whole step");

  private final String text;

  Limit(String text) {
    this.text = text;
  }

  /** Completes a sentence that begins with the step. */
  public String text() {
    return text;
  }

  /** The word used in workflow files and in the store. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Limit of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
