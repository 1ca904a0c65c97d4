package dev.understudy.cloud;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import org.jspecify.annotations.Nullable;

/** The cloud refused, or could not be asked; the subject is the cloud's region. */
public final class CloudException extends UnderstudyException {
  private final String code;

  /**
   * @param code what the cloud calls it; empty when it did not answer
   */
  public CloudException(
      ErrorClass errorClass,
      String cloud,
      String code,
      String message,
      @Nullable String remedy,
      @Nullable Throwable cause) {
    super(errorClass, cloud, message, remedy, cause);
    this.code = code;
  }

  /** Whether the cloud knows no thing of that id, or does not know it yet. */
  public boolean notFound() {
    return code.endsWith(".NotFound");
  }

  /** What the cloud calls it, such as {@code UnauthorizedOperation}; empty without an answer. */
  public String code() {
    return code;
  }
}
