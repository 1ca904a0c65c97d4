package dev.understudy.simulation;

import dev.understudy.host.CommandResult;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What commands leave behind. */
final class Answers {
  private Answers() {}

  static CommandResult ok(Machine machine, String output) {
    return new CommandResult(machine.name(), 0, output, "", false);
  }

  static CommandResult failed(Machine machine, int exit, String errors) {
    return new CommandResult(machine.name(), exit, "", errors, false);
  }

  /** What a script of ours says that refuses to act. */
  static CommandResult refused(Machine machine, String why) {
    return failed(machine, 3, "refused: " + why + "\n");
  }

  static CommandResult test(Machine machine, boolean holds) {
    return holds ? ok(machine, "") : failed(machine, 1, "");
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
