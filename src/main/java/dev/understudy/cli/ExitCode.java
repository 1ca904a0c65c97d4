package dev.understudy.cli;

import dev.understudy.common.ErrorClass;

/** What the process ends with. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;

  /** Of a plan: something would change. */
  static final int CHANGES = 2;

  /** As sysexits.h has it. */
  static final int USAGE = 64;

  /** As sysexits.h has it. */
  static final int CONFIGURATION = 78;

  private ExitCode() {}

  static int of(ErrorClass errorClass) {
    return switch (errorClass) {
      case USAGE -> USAGE;
      case CONFIGURATION -> CONFIGURATION;
      default -> FAILED;
    };
  }
}
