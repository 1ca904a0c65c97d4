package dev.understudy.steps;

/**
 * Something that keeps a run from starting.
 *
 * @param node whom it concerns
 * @param remedy what a person can do about it, may be empty
 */
record Problem(String node, String message, String remedy) {
  String line() {
    return node + ": " + message + (remedy.isEmpty() ? "" : " (" + remedy + ")");
  }
}
