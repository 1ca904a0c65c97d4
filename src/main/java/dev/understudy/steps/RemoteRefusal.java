package dev.understudy.steps;

import dev.understudy.common.PreconditionException;
import dev.understudy.host.CommandResult;
import org.jspecify.annotations.Nullable;

/** Scripts that check and act in one remote call, and say no before they act. */
final class RemoteRefusal {
  /** The function refuse: its words go to standard error, with a status of their own. */
  static final String SHELL = "refuse() { echo \"refused: $1\" >&2; exit 3; }\n";

  private static final int STATUS = 3;
  private static final String PREFIX = "refused: ";

  private RemoteRefusal() {}

  /**
   * The result, if the script did what it should.
   *
   * @param what the act in words
   * @param remedy for a refusal, may be null
   * @throws PreconditionException when the script refused
   * @throws dev.understudy.host.HostException as {@link CommandResult#orThrow}
   */
  static CommandResult orThrow(CommandResult result, String what, @Nullable String remedy) {
    if (result.exit() == STATUS) {
      result
          .stderr()
          .lines()
          .filter(line -> line.startsWith(PREFIX))
          .findFirst()
          .ifPresent(
              line -> {
                String why = line.substring(PREFIX.length());
                throw new PreconditionException(
                    result.host(), "could not " + what + ": " + why, remedy);
              });
    }
    return result.orThrow(what);
  }
}
