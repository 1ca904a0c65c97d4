package dev.understudy.cli;

/** Chooses what is logged. Must be called before anything logs. */
final class Logging {
  private static final String LEVEL = "understudy.log.level";
  private static final String LIBRARIES = "understudy.log.libraries";
  private static final String EXCEPTIONS = "understudy.log.exceptions";

  private Logging() {}

  /** Commands print results themselves: only what is wrong is logged. */
  static void commands(boolean verbose) {
    set(verbose, "WARN", "ERROR");
  }

  /** A service says what it does. */
  static void service(boolean verbose) {
    set(verbose, "INFO", "WARN");
  }

  private static void set(boolean verbose, String level, String libraries) {
    System.setProperty(LEVEL, verbose ? "DEBUG" : level);
    System.setProperty(LIBRARIES, verbose ? "INFO" : libraries);
    System.setProperty(EXCEPTIONS, verbose ? "full" : "0");
  }
}
