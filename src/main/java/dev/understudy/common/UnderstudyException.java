package dev.understudy.common;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of all errors that Understudy raises on purpose. Each says what happened to which
 * subject (a host, run, file or setting) and, where there is one, the remedy. Messages never carry
 * secrets.
 */
public class UnderstudyException extends RuntimeException {
  private final ErrorClass errorClass;
  private final String subject;
  private final String remedy;

  /**
   * @param errorClass what kind of failure this is
   * @param subject whom it happened to: a node, run, file, setting
   * @param message one sentence that states the fact
   * @param remedy what a person can do next; null where nothing more can be said
   * @param cause what was caught, or null
   */
  public UnderstudyException(
      ErrorClass errorClass,
      String subject,
      String message,
      @Nullable String remedy,
      @Nullable Throwable cause) {
    super(message, cause);
    this.errorClass = Objects.requireNonNull(errorClass);
    this.subject = Objects.requireNonNull(subject);
    this.remedy = remedy == null ? "" : remedy;
  }

  public ErrorClass errorClass() {
    return errorClass;
  }

  public String subject() {
    return subject;
  }

  /** What a person can do next; empty where nothing more can be said. */
  public String remedy() {
    return remedy;
  }
}
