package dev.understudy.api;

import dev.understudy.common.Measure;
import dev.understudy.common.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one check found.
 *
 * @param check its id, such as {@code archive-gaps}
 * @param node which it is about; null: the whole cluster
 * @param remedy what a person can do; null when nothing is wrong
 */
public record CheckResult(
    String check,
    @Nullable String node,
    Severity severity,
    String sentence,
    @Nullable String remedy,
    List<Measure> measures) {
  public CheckResult {
    measures = List.copyOf(measures);
  }

  /** Of the whole cluster. */
  public CheckResult(
      String check,
      Severity severity,
      String sentence,
      @Nullable String remedy,
      List<Measure> measures) {
    this(check, null, severity, sentence, remedy, measures);
  }
}
