package dev.understudy.simulation;

/** What a simulated server refuses, with its SQLSTATE. */
final class SqlError extends RuntimeException {
  private final String state;

  SqlError(String state, String message) {
    super(message);
    this.state = state;
  }

  /** As psql prints it. */
  String words() {
    return "psql:<stdin>:1: ERROR:  " + state + ": " + getMessage() + "\n";
  }
}
