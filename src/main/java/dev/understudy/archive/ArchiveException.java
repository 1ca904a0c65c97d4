package dev.understudy.archive;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import org.jspecify.annotations.Nullable;

/** The repository could not be asked; the subject is the repository's name. */
public final class ArchiveException extends UnderstudyException {
  ArchiveException(
      ErrorClass errorClass,
      String repository,
      String message,
      @Nullable String remedy,
      @Nullable Throwable cause) {
    super(errorClass, repository, message, remedy, cause);
  }
}
