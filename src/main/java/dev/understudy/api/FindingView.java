package dev.understudy.api;

import dev.understudy.common.Measure;
import dev.understudy.common.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding of the audits by schedule.
 *
 * @param check the id of its check, such as {@code archive-gaps}
 * @param node which it is about; null: the whole cluster
 * @param severity as it stands, or stood when it closed
 * @param sentence of the newest look that found it
 * @param remedy what a person can do
 * @param opened when enough looks had found it
 * @param seen the newest look that found it
 * @param closed null while it is open
 * @param silence why it is not told; null when it is
 * @param changes its history, oldest first; empty in lists
 */
public record FindingView(
    long id,
    String cluster,
    String check,
    @Nullable String node,
    Severity severity,
    String sentence,
    String remedy,
    List<Measure> measures,
    Instant opened,
    Instant seen,
    @Nullable Instant closed,
    @Nullable SilenceView silence,
    List<Change> changes) {
  public FindingView {
    measures = List.copyOf(measures);
    changes = List.copyOf(changes);
  }

  /**
   * It opened, got graver or milder, or closed.
   *
   * @param severity OK when it closed
   */
  public record Change(Instant at, Severity severity, String sentence) {}
}
