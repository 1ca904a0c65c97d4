package dev.understudy.host;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import org.jspecify.annotations.Nullable;

/** Something went wrong between the service and a host; the subject is the node's name. */
public final class HostException extends UnderstudyException {
  public HostException(
      ErrorClass errorClass,
      String host,
      String message,
      @Nullable String remedy,
      @Nullable Throwable cause) {
    super(errorClass, host, message, remedy, cause);
  }
}
