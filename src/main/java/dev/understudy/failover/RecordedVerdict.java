package dev.understudy.failover;

import java.time.Instant;
import java.util.Optional;

/**
 * A verdict as it was written down when it changed.
 *
 * @param start the failover that it started, or was to start; empty when it was to start none
 */
public record RecordedVerdict(long id, Instant at, Verdict verdict, Optional<Start> start) {

  /**
   * A failover that a verdict started.
   *
   * @param run empty when none was started
   * @param refused why none was; empty when one was
   */
  public record Start(Instant at, Optional<String> run, String refused, boolean acknowledged) {}
}
