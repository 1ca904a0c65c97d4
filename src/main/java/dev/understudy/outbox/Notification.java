package dev.understudy.outbox;

import dev.understudy.common.Severity;
import java.time.Instant;

/**
 * Something that a person should know, or that it is over.
 *
 * @param subject what it is about within the cluster, such as {@code replication-lag/bravo}; the
 *     next one on the same subject follows this one
 * @param severity OK when what was told before is over
 * @param sentence without a secret
 * @param remedy what to do; empty where nothing can be said
 */
public record Notification(
    String cluster, String subject, Severity severity, String sentence, String remedy, Instant at) {

  /** Whether what was told before is over. */
  public boolean isResolved() {
    return severity == Severity.OK;
  }

  /** How grave it is, in the word that stores and receivers get. */
  public String word() {
    return Outbox.word(severity);
  }

  /** That this is over. */
  Notification resolved(Instant now) {
    return new Notification(cluster, subject, Severity.OK, "no longer: " + sentence, "", now);
  }
}
