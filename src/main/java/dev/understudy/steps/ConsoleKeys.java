package dev.understudy.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The host keys that cloud-init writes to the console. Pure. */
final class ConsoleKeys {
  private static final String BEGIN = "-----BEGIN SSH HOST KEY KEYS-----";
  private static final String END = "-----END SSH HOST KEY KEYS-----";
  private static final Pattern KEY =
      Pattern.compile("((?:ssh|ecdsa)-[a-z0-9-]+) ([A-Za-z0-9+/]{40,}={0,2})(?: .*)?");

  private ConsoleKeys() {}

  /**
   * @return type and key of each, as known_hosts has them; of the newest block that is whole
   */
  static List<String> of(String console) {
    int begin = console.lastIndexOf(BEGIN);
    int end = console.indexOf(END, Math.max(begin, 0));
    List<String> keys = new ArrayList<>();
    if (begin >= 0 && end > begin) {
      for (String line : console.substring(begin + BEGIN.length(), end).split("\\R")) {
        // The kernel's console may put a time in front.
        Matcher key = KEY.matcher(line.replaceFirst("^.*?(?=(ssh|ecdsa)-)", "").strip());
        if (key.matches()) {
          keys.add(key.group(1) + " " + key.group(2));
        }
      }
    }
    return keys;
  }
}
