package dev.understudy.api;

import dev.understudy.common.Severity;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an installation stands on, looked at.
 *
 * @param what such as {@code store} or {@code ssh}
 * @param subject which one, such as {@code orders/alpha}; null where there is one only
 * @param severity OK, WARNING, or CRITICAL: Understudy can't do its work
 * @param sentence what was found
 * @param remedy what a person can do; null when nothing is wrong
 */
public record Examined(
    String what,
    @Nullable String subject,
    Severity severity,
    String sentence,
    @Nullable String remedy) {

  public static Examined fine(String what, @Nullable String subject, String sentence) {
    return new Examined(what, subject, Severity.OK, sentence, null);
  }

  public static Examined warning(
      String what, @Nullable String subject, String sentence, String remedy) {
    return new Examined(what, subject, Severity.WARNING, sentence, remedy);
  }

  public static Examined failed(
      String what, @Nullable String subject, String sentence, String remedy) {
    return new Examined(what, subject, Severity.CRITICAL, sentence, remedy);
  }
}
