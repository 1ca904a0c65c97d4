package dev.understudy.common;

import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One judgement and why.
 *
 * @param check the id of what was judged, such as {@code archive-gaps}
 * @param node which it is about; empty: the whole cluster
 * @param sentence what was found, for a person, without a secret
 * @param measures the numbers behind it
 */
public record Finding(
    String check, String node, Severity severity, String sentence, List<Measure> measures) {
  public Finding {
    measures = List.copyOf(measures);
  }

  /** Of the whole cluster. */
  public Finding(String check, Severity severity, String sentence, List<Measure> measures) {
    this(check, "", severity, sentence, measures);
  }

  public Finding(String check, Severity severity, String sentence) {
    this(check, severity, sentence, List.of());
  }

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

  /** The same with the numbers behind it. */
  public Finding with(Measure... numbers) {
    return new Finding(check, node, severity, sentence, List.of(numbers));
  }

  /** The same about one node. */
  public Finding on(String name) {
    return new Finding(check, name, severity, sentence, measures);
  }

  /** The same with another sentence. */
  public Finding saying(UnaryOperator<String> change) {
    return new Finding(check, node, severity, change.apply(sentence), measures);
  }

  public static Severity worst(Collection<Finding> findings) {
    return Severity.worst(findings.stream().map(Finding::severity).toList());
  }
}
