package dev.understudy.steps;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may be shown of the settings of a server: its commands may have secrets in them. */
final class Shown {
  private static final String PROGRAM = "[A-Za-z0-9_./+-]+";

  /** Commands that Understudy makes, which hold no secret. */
  private static final Pattern OURS =
      Pattern.compile(
          "|/bin/true|/etc/understudy/[^;&|]*|pgbackrest '?--config=/etc/understudy/.*");

  private static final Pattern LINE = Pattern.compile("(?m)^(\\w+_command) = '((?:[^'\n]|'')*)'$");

  private Shown() {}

  /** The value of a setting; of a command no more than that there is one. */
  static String value(String name, String value) {
    boolean command = name.toLowerCase(Locale.ROOT).endsWith("_command");
    return command && !value.isEmpty() ? "another value" : value;
  }

  /** A value that is to be set; of a command of the user's its program alone. */
  static String wanted(String name, String value) {
    boolean command = name.toLowerCase(Locale.ROOT).endsWith("_command");
    return command && !OURS.matcher(value).matches()
        ? program(value).map(program -> program + " …").orElse("a command")
        : value;
  }

  /** A configuration file, with no more of the user's commands than their programs. */
  static String file(String content) {
    return LINE.matcher(content)
        .replaceAll(
            line ->
                Matcher.quoteReplacement(
                    line.group(1) + " = '" + wanted(line.group(1), line.group(2)) + "'"));
  }

  /** The program that a command begins with; empty where it begins with anything else. */
  static Optional<String> program(String command) {
    return Optional.of(command.strip().split("\\s", 2)[0]).filter(word -> word.matches(PROGRAM));
  }
}
