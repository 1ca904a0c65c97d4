package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What can be compared of a host: files that Understudy manages with content, mode and owner, roles
 * with attributes (verifiers masked), slots, settings with their source, leftovers, processes.
 */
record HostImage(Map<String, String> facts) {
  private static final String SCRIPT = script();

  private static String script() {
    try (InputStream in = HostImage.class.getResourceAsStream("/lab/host-image.sh")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static HostImage of(Lab lab, String host) {
    Map<String, String> facts = new TreeMap<>();
    for (String line : lab.exec(host, SCRIPT + "printf 'end\\tof image'").split("\n")) {
      int tab = line.indexOf('\t');
      facts.put(
          host + ": " + line.substring(0, tab), line.substring(tab + 1).replace('\u000b', '\n'));
    }
    return new HostImage(facts);
  }

  /** Several hosts in one image. */
  static HostImage of(Lab lab, String... hosts) {
    Map<String, String> facts = new TreeMap<>();
    Stream.of(hosts)
        .parallel()
        .map(host -> of(lab, host))
        .toList()
        .forEach(image -> facts.putAll(image.facts));
    return new HostImage(facts);
  }

  String fact(String key) {
    return facts.getOrDefault(key, "");
  }

  /** Fails, with what differs, unless the hosts look the same now. */
  void assertUnchanged(Lab lab, String... hosts) {
    assertThat(differences(of(lab, hosts))).as("what changed on the hosts").isEmpty();
  }

  /** What differs, one entry for each fact, lines only in one of the two shown. */
  List<String> differences(HostImage other) {
    TreeSet<String> keys = new TreeSet<>(facts.keySet());
    keys.addAll(other.facts.keySet());
    List<String> found = new ArrayList<>();
    for (String key : keys) {
      String mine = fact(key);
      String theirs = other.fact(key);
      if (facts.containsKey(key) != other.facts.containsKey(key) || !mine.equals(theirs)) {
        found.add(key + "\n" + only("-", mine, theirs) + only("+", theirs, mine));
      }
    }
    return found;
  }

  private static String only(String sign, String one, String other) {
    List<String> lines = List.of(other.split("\n"));
    StringBuilder text = new StringBuilder();
    Stream.of(one.split("\n"))
        .filter(line -> !lines.contains(line))
        .forEach(line -> text.append("  ").append(sign).append(line).append('\n'));
    return text.toString();
  }
}
