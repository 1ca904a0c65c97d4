package dev.understudy.cloud;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One request of the Query API: a form whose field Action says what is wanted. */
record Ec2Request(Map<String, String> fields) {
  static Ec2Request parse(byte[] body) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : new String(body, StandardCharsets.UTF_8).split("&")) {
      String[] parts = pair.split("=", 2);
      fields.put(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
    }
    return new Ec2Request(fields);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  String action() {
    return get("Action");
  }

  /** Empty when it is not there. */
  String get(String name) {
    return fields.getOrDefault(name, "");
  }

  boolean is(String name) {
    return get(name).equals("true");
  }

  /** {@code name.1}, {@code name.2}, … */
  List<String> list(String name) {
    List<String> values = new ArrayList<>();
    for (int at = 1; fields.containsKey(name + "." + at); at++) {
      values.add(get(name + "." + at));
    }
    return values;
  }
}
