package dev.understudy.common;

import java.util.Locale;

/**
 * What kind of failure an error is. The class, not the count of attempts, decides first whether a
 * retry may help at all.
 */
public enum ErrorClass {
  /** The connection was never made, so nothing was done. */
  CONNECTION(true),
  /** The other side does not accept who we are. Retrying locks accounts out. */
  AUTHENTICATION(false),
  /** The other side is not who we expect. */
  HOST_KEY(false),
  /** A command ran on a host and said that it failed. */
  REMOTE_EXIT(true),
  /** A limit passed; what was asked for may or may not have happened. */
  TIMEOUT(true),
  /** A fact that must hold does not hold; a person or another step has to change it. */
  PRECONDITION(false),
  /** A file system is full, or would be. */
  NO_SPACE(false),
  /** It cannot be said whether the act took place; only a probe can tell. */
  UNKNOWN(true),
  /** A newer term, epoch or another owner is in charge; this worker must stop. */
  FENCED(false),
  /** The configuration or a workflow file is wrong. */
  CONFIGURATION(false),
  /** The command line is wrong. */
  USAGE(false);

  private final boolean retriable;

  ErrorClass(boolean retriable) {
    this.retriable = retriable;
  }

  /** Whether trying the same again can succeed without anybody changing anything. */
  public boolean retriable() {
    return retriable;
  }

  /** Whether the act may have taken place although it reported an error. */
  public boolean outcomeUnknown() {
    return this == TIMEOUT || this == UNKNOWN;
  }

  /** The words used in output, store and documents, such as {@code host key}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
