package dev.understudy.cli;

/** Chooses what is logged. Must be called before anything logs. */
final class Logging {
  private static final String FORM = "understudy.log.form";
  private static final String LEVEL = "understudy.log.level";
  private static final String LIBRARIES = "understudy.log.libraries";
  private static final String MESSAGE = "understudy.log.message";

  /** In one line, with the exceptions' messages and without their traces. */
  private static final String ONE_LINE =
      "%replace(%msg%replace( | %ex{0}){'^ . $|[\\r\\n]+$', ''}){'[\\r\\n]+', ' | '}%n";

  private static final String WITH_TRACE = "%msg%n%ex";

  private Logging() {}

  /** Commands print results themselves: only what is wrong is logged. */
  static void commands(boolean verbose) {
    set(verbose, "WARN", "ERROR");
  }

  /** The service's log is to be one JSON value for each line. To be said before it begins. */
  static void asJson() {
    System.setProperty(FORM, "json");
  }

  /** A service says what it does. */
  static void service(boolean verbose) {
    set(verbose, "INFO", "WARN");
  }

  private static void set(boolean verbose, String level, String libraries) {
    System.setProperty(LEVEL, verbose ? "DEBUG" : level);
    System.setProperty(LIBRARIES, verbose ? "INFO" : libraries);
    System.setProperty(MESSAGE, verbose ? WITH_TRACE : ONE_LINE);
  }
}
