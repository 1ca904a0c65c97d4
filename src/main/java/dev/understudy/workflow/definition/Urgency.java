package dev.understudy.workflow.definition;

import java.util.Locale;

/** How a workflow's runs stand to other runs of the same cluster. */
public enum Urgency {
  /** Queued behind whatever is under way. */
  ROUTINE,
  /** Takes the cluster's lease at once from a routine run. */
  URGENT;

  /** The word used in files, store and output. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Urgency of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
