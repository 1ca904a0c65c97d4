package dev.understudy.store;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The store cannot be opened, read or written; the subject is its file or directory. */
public final class StoreException extends UnderstudyException {
  StoreException(
      ErrorClass errorClass,
      Path subject,
      String message,
      @Nullable String remedy,
      @Nullable Throwable cause) {
    super(errorClass, subject.toString(), message, remedy, cause);
  }
}
