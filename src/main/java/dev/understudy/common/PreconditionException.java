package dev.understudy.common;

import org.jspecify.annotations.Nullable;

/** A fact that must hold before an act does not hold; nothing was done. */
public final class PreconditionException extends UnderstudyException {
  public PreconditionException(String subject, String message, @Nullable String remedy) {
    super(ErrorClass.PRECONDITION, subject, message, remedy, null);
  }
}
