package dev.understudy.common;

import java.util.Collection;
import java.util.Comparator;

/** How a judgement comes out, in the words and exit codes of monitoring plug-ins. */
public enum Severity {
  OK(0, 0),
  WARNING(1, 2),
  CRITICAL(2, 3),
  /** It could not be told. */
  UNKNOWN(3, 1);

  public static final Comparator<Severity> GRAVEST_FIRST =
      Comparator.<Severity>comparingInt(severity -> severity.weight).reversed();

  private final int exitCode;
  private final int weight;

  Severity(int exitCode, int weight) {
    this.exitCode = exitCode;
    this.weight = weight;
  }

  /** What is known to be wrong is graver than what is not known. */
  public boolean graverThan(Severity other) {
    return weight > other.weight;
  }

  public int exitCode() {
    return exitCode;
  }

  /** The gravest: what is known to be wrong outweighs what is not known. OK for none at all. */
  public static Severity worst(Collection<Severity> severities) {
    return severities.stream().max(Comparator.comparingInt(s -> s.weight)).orElse(OK);
  }
}
