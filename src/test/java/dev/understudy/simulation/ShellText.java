package dev.understudy.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the quoted words and assignments of the scripts that hosts are sent. */
final class ShellText {
  private static final Pattern ASSIGNMENT = Pattern.compile("(?m)^([a-z_]+)=(.*)$");
  private static final Pattern ARGUMENTS = Pattern.compile("(?m)^set -- (.*)$");

  private ShellText() {}

  /** The assignments that begin a line; of several to one name the first. */
  static Map<String, String> variables(String script) {
    Map<String, String> values = new HashMap<>();
    Matcher matcher = ASSIGNMENT.matcher(script);
    while (matcher.find()) {
      List<String> words = words(matcher.group(2));
      values.putIfAbsent(matcher.group(1), words.isEmpty() ? "" : words.get(0));
    }
    return values;
  }

  /** What {@code set --} makes the arguments. */
  static List<String> arguments(String script) {
    Matcher matcher = ARGUMENTS.matcher(script);
    return matcher.find() ? words(matcher.group(1)) : List.of();
  }

  /** A command line's words, single quotes and backslashes resolved. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean begun = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
        begun = true;
      } else if (!quoted && c == '\\' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
      } else if (!quoted && Character.isWhitespace(c)) {
        if (begun || word.length() > 0) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
      }
    }
    if (begun || word.length() > 0) {
      words.add(word.toString());
    }
    return words;
  }
}
