package dev.understudy.host;

import dev.understudy.common.ErrorClass;
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
  private static final Pattern NO_SUDO = Pattern.compile("sudo: (command )?not found");
  private static final String SUDOERS =
      "let the login become any user without a password: echo 'LOGIN ALL=(ALL) NOPASSWD: ALL'"
          + " > /etc/sudoers.d/understudy, with the login's name for LOGIN";

  private Preamble() {}

  static HostException exception(String node, String text) {
    if (NEEDS_PASSWORD.matcher(text).find()) {
      return failure(ErrorClass.AUTHENTICATION, node, "sudo asks for a password", SUDOERS);
    }
    if (NOT_ALLOWED.matcher(text).find()) {
      return failure(ErrorClass.AUTHENTICATION, node, "sudo does not allow it", SUDOERS);
    }
    if (NO_USER.matcher(text).find()) {
      return failure(ErrorClass.PRECONDITION, node, "no such user: " + shortened(text), null);
    }
    if (NO_SUDO.matcher(text).find()) {
      String remedy = "install the package sudo, and " + SUDOERS;
      return failure(ErrorClass.PRECONDITION, node, "there is no sudo", remedy);
    }
    String message = "the login's shell did not start the command: " + shortened(text);
    return failure(ErrorClass.PRECONDITION, node, message, "give the login a POSIX shell");
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
