package dev.understudy.workflow;

import dev.understudy.common.ErrorClass;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One act of a step: a probe, an application, a verification or an undoing.
 *
 * @param number of the attempt that it belongs to, from 1
 * @param term of the lease that it was done under
 * @param outcome null while it is under way
 * @param progress how far it came; null when it told nothing
 */
public record AttemptView(
    long seq,
    String run,
    String step,
    String node,
    int number,
    Phase phase,
    long term,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Outcome outcome,
    @Nullable ErrorClass errorClass,
    @Nullable String error,
    @Nullable String remedy,
    Map<String, String> evidence,
    @Nullable Progress progress) {

  /** How an act ended. */
  public enum Outcome {
    DONE,
    FAILED,
    /** Broken off, so that only a probe can tell. */
    UNKNOWN
  }
}
