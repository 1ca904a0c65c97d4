package dev.understudy.host;

import dev.understudy.common.ErrorClass;

/**
 * What a command that ran to its end left behind.
 *
 * @param exit the exit status; 128 + n when signal n ended it
 * @param truncated whether output past the limit was dropped
 */
public record CommandResult(
    String host, int exit, String stdout, String stderr, boolean truncated) {
  public boolean ok() {
    return exit == 0;
  }

  /**
   * This result, if the command succeeded.
   *
   * @param what the act in words, for the message: "create the role replicator"
   * @throws HostException NO_SPACE when the host said that a file system is full, else REMOTE_EXIT
   */
  public CommandResult orThrow(String what) {
    if (ok()) {
      return this;
    }
    boolean full = stderr.contains("No space left on device");
    throw new HostException(
        full ? ErrorClass.NO_SPACE : ErrorClass.REMOTE_EXIT,
        host,
        "could not " + what + ": exit status " + exit + ": " + lastLines(stderr),
        null,
        null);
  }

  private static String lastLines(String text) {
    String trimmed = text.strip();
    return trimmed.length() <= 600 ? trimmed : "…" + trimmed.substring(trimmed.length() - 600);
  }
}
