package dev.understudy.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A rule of pg_hba.conf with an address. */
record HbaLine(int line, String type, String database, String user, String address, String method) {
  static List<HbaLine> parse(String text) {
    List<HbaLine> rules = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String[] words = lines.get(i).replace("\"", "").strip().split("\\s+");
      if (words[0].startsWith("host") && words.length == 5) {
        rules.add(new HbaLine(i + 1, words[0], words[1], words[2], words[3], words[4]));
      }
    }
    return rules;
  }

  /** The first rule that fits decides. */
  static Optional<HbaLine> first(String text, String database, String user, String address) {
    return parse(text).stream()
        .filter(rule -> rule.user.equals(user) || rule.user.equals("all"))
        .filter(
            rule ->
                rule.database.equals(database)
                    || (rule.database.equals("all") && !database.equals("replication")))
        .filter(rule -> within(address, rule.address))
        .findFirst();
  }

  /** For networks of 24 or 32 bits, which is all that there are here. */
  static boolean within(String address, String network) {
    String base = network.substring(0, network.indexOf('/'));
    return network.endsWith("/32")
        ? base.equals(address)
        : address.startsWith(base.substring(0, base.lastIndexOf('.') + 1));
  }

  String netmask() {
    return address.endsWith("/32") ? "255.255.255.255" : "255.255.255.0";
  }

  String base() {
    return address.substring(0, address.indexOf('/'));
  }
}
