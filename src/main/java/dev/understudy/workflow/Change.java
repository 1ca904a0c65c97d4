package dev.understudy.workflow;

/**
 * One thing that applying a step would change.
 *
 * @param kind what sort of thing: file, setting, role, slot, package, directory, service…
 * @param subject which one: a path, a name
 * @param before its state now, empty when there is none; never a secret
 * @param after its state then, empty when it is removed; never a secret
 * @param restart whether it takes effect only with a restart of PostgreSQL
 */
public record Change(String kind, String subject, String before, String after, boolean restart) {
  public static Change of(String kind, String subject, String before, String after) {
    return new Change(kind, subject, before, after, false);
  }

  public Change withRestart() {
    return new Change(kind, subject, before, after, true);
  }
}
