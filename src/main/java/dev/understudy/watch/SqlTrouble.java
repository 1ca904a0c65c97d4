package dev.understudy.watch;

import dev.understudy.postgres.SqlFailure;

/**
 * Why there is no reading.
 *
 * @param message what the server or the driver said; for people
 */
public record SqlTrouble(SqlFailure failure, String message) implements SqlAnswer {
  @Override
  public String toString() {
    return failure.label() + ": " + message;
  }
}
