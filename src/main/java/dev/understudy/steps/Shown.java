package dev.understudy.steps;

import java.util.Locale;
import java.util.Optional;

/** What may be shown of the settings of a server: its commands may have secrets in them. */
final class Shown {
  private static final String PROGRAM = "[A-Za-z0-9_./+-]+";

  private Shown() {}

  /** The value of a setting; of a command no more than that there is one. */
  static String value(String name, String value) {
    boolean command = name.toLowerCase(Locale.ROOT).endsWith("_command");
    return command && !value.isEmpty() ? "another value" : value;
  }

  /** The program that a command begins with; empty where it begins with anything else. */
  static Optional<String> program(String command) {
    return Optional.of(command.strip().split("\\s", 2)[0]).filter(word -> word.matches(PROGRAM));
  }
}
