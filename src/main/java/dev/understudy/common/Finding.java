package dev.understudy.common;

import java.util.Collection;

/**
 * One judgement and why.
 *
 * @param check what was judged, in words such as {@code archive segments}
 * @param sentence what was found, for a person, without a secret
 */
public record Finding(String check, Severity severity, String sentence) {
  public static Finding ok(String check, String sentence) {
    return new Finding(check, Severity.OK, sentence);
  }

  public static Finding warning(String check, String sentence) {
    return new Finding(check, Severity.WARNING, sentence);
  }

  public static Finding critical(String check, String sentence) {
    return new Finding(check, Severity.CRITICAL, sentence);
  }

  public static Finding unknown(String check, String sentence) {
    return new Finding(check, Severity.UNKNOWN, sentence);
  }

  public static Severity worst(Collection<Finding> findings) {
    return Severity.worst(findings.stream().map(Finding::severity).toList());
  }
}
