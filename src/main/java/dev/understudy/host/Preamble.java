package dev.understudy.host;

import dev.understudy.common.ErrorClass;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads why a login shell ended without starting the command. */
final class Preamble {
  private static final int LONGEST = 400;
  private static final Pattern NEEDS_PASSWORD =
      Pattern.compile("sudo: .*(password is required|terminal is required|no tty present)");
  private static final Pattern NOT_ALLOWED =
      Pattern.compile("not in the sudoers file|may not run sudo|is not allowed to execute");
  private static final Pattern NO_USER = Pattern.compile("sudo: unknown user:? ?(.*)");
  private static final Pattern NO_SUDO = Pattern.compile("sudo: (command )?not found$");
  private static final String SUDOERS =
      "let the login become any user without a password: echo 'LOGIN ALL=(ALL) NOPASSWD: ALL'"
          + " > /etc/sudoers.d/understudy, with the login's name for LOGIN";

  private Preamble() {}

  /**
   * @param errors what the login shell and sudo wrote to standard error; a profile may have said
   *     anything before, so the last words count
   * @param output what was written to standard output
   */
  static HostException exception(String node, String errors, String output) {
    List<String> lines = errors.lines().toList();
    for (int i = lines.size() - 1; i >= 0; i--) {
      Optional<HostException> known = known(node, lines.get(i));
      if (known.isPresent()) {
        return known.get();
      }
    }
    String message =
        "the login's shell did not start the command: " + shortened(output + " " + errors);
    return failure(ErrorClass.PRECONDITION, node, message, "give the login a POSIX shell");
  }

  private static Optional<HostException> known(String node, String line) {
    if (NEEDS_PASSWORD.matcher(line).find()) {
      return Optional.of(
          failure(ErrorClass.AUTHENTICATION, node, "sudo asks for a password", SUDOERS));
    }
    if (NOT_ALLOWED.matcher(line).find()) {
      return Optional.of(
          failure(ErrorClass.AUTHENTICATION, node, "sudo does not allow it", SUDOERS));
    }
    if (NO_USER.matcher(line).find()) {
      String message = "no such user: " + shortened(line);
      return Optional.of(failure(ErrorClass.PRECONDITION, node, message, null));
    }
    if (NO_SUDO.matcher(line).find()) {
      String remedy = "install the package sudo, and " + SUDOERS;
      return Optional.of(failure(ErrorClass.PRECONDITION, node, "there is no sudo", remedy));
    }
    return Optional.empty();
  }

  private static HostException failure(
      ErrorClass c, String node, String message, @Nullable String remedy) {
    return new HostException(c, node, message, remedy, null);
  }

  private static String shortened(String text) {
    String plain = text.strip().replaceAll("\\p{Cntrl}+", " ");
    return plain.length() <= LONGEST ? plain : "…" + plain.substring(plain.length() - LONGEST);
  }
}
