package dev.understudy.api;

import dev.understudy.common.Severity;
import java.util.List;

/**
 * What checks of a cluster found.
 *
 * @param severity the gravest of the results
 * @param results the gravest first
 */
public record CheckReport(String cluster, Severity severity, List<CheckResult> results) {
  public CheckReport {
    results = List.copyOf(results);
  }
}
