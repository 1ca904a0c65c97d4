package dev.understudy.workflow;

import java.util.List;
import java.util.Map;

/** What a probe found. */
public sealed interface Probe {
  /** What was seen, in words for a person: name and value, never a secret. */
  Map<String, String> evidence();

  /** The goal is met; nothing is to be done. */
  record Met(Map<String, String> evidence) implements Probe {}

  /**
   * The goal is not met.
   *
   * @param changes what applying would change; never empty
   */
  record NotMet(List<Change> changes, Map<String, String> evidence) implements Probe {
    public NotMet {
      if (changes.isEmpty()) {
        throw new IllegalArgumentException("a goal that is not met has changes");
      }
      changes = List.copyOf(changes);
    }
  }

  /** Detached work of an earlier attempt goes on; applying attaches to it. */
  record Underway(Map<String, String> evidence) implements Probe {}

  static Probe met(Map<String, String> evidence) {
    return new Met(evidence);
  }

  static Probe notMet(Change... changes) {
    return new NotMet(List.of(changes), Map.of());
  }

  static Probe notMet(List<Change> changes) {
    return new NotMet(changes, Map.of());
  }

  /** Met when there is nothing to change. */
  static Probe of(List<Change> changes, Map<String, String> evidence) {
    return changes.isEmpty() ? new Met(evidence) : new NotMet(changes, evidence);
  }
}
