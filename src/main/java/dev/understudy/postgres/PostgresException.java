package dev.understudy.postgres;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import org.jspecify.annotations.Nullable;

/** PostgreSQL refused or failed something; the subject is the node's name. */
public final class PostgresException extends UnderstudyException {
  private final String sqlState;

  /**
   * @param sqlState the five characters of PostgreSQL's Appendix A, empty when there was none
   */
  public PostgresException(
      ErrorClass errorClass,
      String subject,
      String sqlState,
      String message,
      @Nullable String remedy) {
    super(errorClass, subject, message, remedy, null);
    this.sqlState = sqlState;
  }

  /** The five characters of PostgreSQL's Appendix A, empty when there was none. */
  public String sqlState() {
    return sqlState;
  }
}
