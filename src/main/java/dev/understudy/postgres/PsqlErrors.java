package dev.understudy.postgres;

import dev.understudy.common.ErrorClass;
import dev.understudy.host.CommandResult;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what psql printed and its exit status into an error with a class. */
final class PsqlErrors {
  private static final int CONNECTION_LOST = 2;
  // With VERBOSITY=verbose: "psql:<stdin>:3: ERROR:  42P01: relation …"; FATAL and PANIC too.
  private static final Pattern SERVER_ERROR =
      Pattern.compile("(?m)^(?:psql:.*?:\\d+: )?\\p{Lu}+: +([0-9A-Z]{5}): (.*)$");
  private static final List<String> AUTHENTICATION =
      List.of(
          "authentication failed",
          "no pg_hba.conf entry",
          "no password supplied",
          "is not permitted to log in");
  private static final List<String> BROKEN =
      List.of("server closed the connection unexpectedly", "connection to server was lost");

  private PsqlErrors() {}

  static PostgresException of(String node, String what, CommandResult result, boolean secret) {
    String state = "";
    String text = firstLine(result.stderr());
    Matcher matcher = SERVER_ERROR.matcher(result.stderr());
    if (matcher.find()) {
      state = matcher.group(1);
      text = matcher.group(2);
    }
    String shown = secret ? "PostgreSQL refused it" : text;
    String message =
        "could not " + what + ": " + shown + (state.isEmpty() ? "" : " (SQLSTATE " + state + ")");
    return new PostgresException(classify(state, result), node, state, message, remedy(result));
  }

  private static @Nullable String remedy(CommandResult result) {
    return result.stderr().contains(WalSenders.EXHAUSTED) ? WalSenders.REMEDY : null;
  }

  private static ErrorClass classify(String state, CommandResult result) {
    if (contains(result.stderr(), BROKEN)) {
      return ErrorClass.UNKNOWN;
    }
    if (!state.isEmpty()) {
      return ofState(state);
    }
    if (result.exit() == CONNECTION_LOST) {
      return contains(result.stderr(), AUTHENTICATION)
          ? ErrorClass.AUTHENTICATION
          : ErrorClass.CONNECTION;
    }
    return result.stderr().contains("No space left on device")
        ? ErrorClass.NO_SPACE
        : ErrorClass.REMOTE_EXIT;
  }

  /** The class of an SQLSTATE (PostgreSQL's documentation, Appendix A). */
  static ErrorClass ofState(String state) {
    return switch (state) {
      case "53100" -> ErrorClass.NO_SPACE;
      // Shutting down, crashed, starting up; and too many connections: nothing was done.
      case "57P03", "53300", "08001", "08004" -> ErrorClass.CONNECTION;
      case "57P01", "57P02", "08000", "08003", "08006", "08007", "40003" -> ErrorClass.UNKNOWN;
      case "28000", "28P01" -> ErrorClass.AUTHENTICATION;
      // Lock and statement timeouts, deadlocks, serialization: rolled back, worth a retry.
      case "55P03", "57014", "40001", "40P01", "53200" -> ErrorClass.REMOTE_EXIT;
      default -> ErrorClass.PRECONDITION;
    };
  }

  private static boolean contains(String text, List<String> parts) {
    return parts.stream().anyMatch(text::contains);
  }

  private static String firstLine(String text) {
    String line = text.strip().lines().findFirst().orElse("no message");
    return line.length() <= 300 ? line : line.substring(0, 300) + "…";
  }
}
