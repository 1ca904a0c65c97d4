package dev.understudy.audit;

import dev.understudy.common.Measure;
import dev.understudy.common.Severity;
import dev.understudy.config.CheckId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding as the store has it.
 *
 * @param severity as it stands now, or stood when it was closed
 * @param sentence of the newest look that found it
 * @param opened when enough looks had found it
 * @param seen the newest look that found it
 * @param closed null while it is open
 * @param changes its history, oldest first; empty where it was not asked for
 */
public record StoredFinding(
    long id,
    String cluster,
    FindingKey key,
    Severity severity,
    String sentence,
    List<Measure> measures,
    Instant opened,
    Instant seen,
    @Nullable Instant closed,
    List<Change> changes) {
  public StoredFinding {
    measures = List.copyOf(measures);
    changes = List.copyOf(changes);
  }

  /**
   * It opened, got graver or milder, or closed.
   *
   * @param severity OK when it closed
   */
  public record Change(Instant at, Severity severity, String sentence) {}

  /** What a person can do about it; empty for a check that this version does not have. */
  public String remedy() {
    return CheckId.of(key.check()).map(Remedies::of).orElse("");
  }
}
