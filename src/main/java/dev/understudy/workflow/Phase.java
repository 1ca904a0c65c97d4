package dev.understudy.workflow;

import java.util.Locale;

/** What an attempt's row is about. */
public enum Phase {
  PROBE,
  APPLY,
  VERIFY,
  UNDO;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
