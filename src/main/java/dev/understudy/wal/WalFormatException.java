package dev.understudy.wal;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;

/** A text that should be an LSN, a timeline, a segment's name or the like is none. */
public final class WalFormatException extends UnderstudyException {
  WalFormatException(String text, String expected) {
    super(
        ErrorClass.PRECONDITION,
        text,
        "'" + text + "' is not " + expected,
        "Check what printed it; another version of PostgreSQL may print it otherwise.",
        null);
  }
}
