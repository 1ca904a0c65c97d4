package dev.understudy.lab;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lab's hosts, by way of its command line. */
final class Lab implements AutoCloseable {
  private static final long LIMIT = 180;

  private final Path tool;
  private final String name;
  private final String subnet;
  private final Map<String, String> specs = new LinkedHashMap<>();
  private final Map<String, String> addresses = new LinkedHashMap<>();
  private JsonNode status = Json.read("{}");
  private boolean closed;

  Lab(Path tool, String name, String subnet) {
    this.tool = tool;
    this.name = name;
    this.subnet = subnet;
  }

  /** Takes down what an earlier test run may have left. */
  void clear() {
    verb("down");
  }

  /**
   * Hosts as fresh as from their image, without faults; all others are off.
   *
   * @param wanted as the lab's {@code up} has it, such as {@code alpha=pg15}
   */
  void fresh(String... wanted) {
    Map<String, String> named =
        Stream.of(wanted)
            .collect(Collectors.toMap(spec -> spec.split("=")[0], spec -> spec, (a, b) -> a));
    List<List<String>> verbs = new ArrayList<>();
    if (!specs.isEmpty()) {
      verb("heal");
    }
    for (String host : specs.keySet()) {
      String spec = named.get(host);
      if (spec == null) {
        verbs.add(List.of("power-off", host));
      } else if (spec.equals(specs.get(host))) {
        verbs.add(List.of("reset", host));
      } else {
        throw new IllegalArgumentException(host + " exists as " + specs.get(host));
      }
    }
    List<String> fresh = Stream.of(wanted).filter(spec -> !specs.containsValue(spec)).toList();
    verbs.parallelStream().forEach(words -> verb(words.toArray(String[]::new)));
    if (!fresh.isEmpty()) {
      List<String> words = new ArrayList<>(List.of("up", "--subnet", subnet));
      words.addAll(fresh);
      verb(words.toArray(String[]::new));
      fresh.forEach(spec -> specs.put(spec.split("=")[0], spec));
      look();
    }
  }

  private void look() {
    status = Json.read(verb("status", "--json"));
    status
        .path("hosts")
        .forEach(host -> addresses.put(host.path("name").asText(), host.path("ip").asText()));
  }

  String verb(String... words) {
    return Child.run(null, words(words), LIMIT).orFail();
  }

  private List<String> words(String... words) {
    List<String> command = new ArrayList<>(List.of(tool.toString(), "--lab", name));
    command.addAll(List.of(words));
    return command;
  }

  /** The lab's command line and the lab's name. */
  List<String> toolAndName() {
    return List.of(tool.toString(), name);
  }

  /** The words that run a command in the controller's network. */
  List<String> controller(List<String> command) {
    List<String> words = words("controller", "--");
    words.addAll(command);
    return words;
  }

  /** The words that run a shell script as root on a host. */
  List<String> shell(String host, String script, String... arguments) {
    List<String> words = words("exec", host, "--", "bash", "-c", script, "-");
    words.addAll(List.of(arguments));
    return words;
  }

  /** Runs a shell script as root on a host; its output without the last newline. */
  String exec(String host, String script, String... arguments) {
    return Child.run(null, shell(host, script, arguments), LIMIT).orFail().stripTrailing();
  }

  /** Changes the packet filter of a host from outside, until its next boot. */
  void packetFilter(String host, String rules) {
    for (JsonNode each : Json.read(verb("status", "--json")).path("hosts")) {
      if (each.path("name").asText().equals(host)) {
        String pid = each.path("pid").asText();
        List<String> words = List.of("nsenter", "--target", pid, "--net", "nft", rules);
        Child.run(null, words, LIMIT).orFail();
      }
    }
  }

  /** Runs SQL as the superuser; rows by line, columns separated by |. */
  String sql(String host, String sql) {
    String script = "cd /; exec runuser -u postgres -- psql -qAtX -v ON_ERROR_STOP=1 -c \"$1\"";
    return exec(host, script, sql);
  }

  /** Whether the standby receives a stream; false too while its server is not up. */
  boolean streams(String host) {
    String ask = "psql -qAtX -c 'SELECT status FROM pg_stat_wal_receiver' 2>/dev/null || true";
    return exec(host, "cd /; runuser -u postgres -- " + ask).equals("streaming");
  }

  String ip(String host) {
    return addresses.get(host);
  }

  String controllerAddress() {
    return status.path("controller").path("ip").asText();
  }

  Path identity() {
    return Path.of(status.path("identity").asText());
  }

  Path knownHosts() {
    return Path.of(status.path("known_hosts").asText());
  }

  /** How often the server of Debian's cluster 15/main was started. */
  long serverStarts(String host) {
    String log = "cat /var/log/postgresql/postgresql-15-main.log 2>/dev/null";
    return Long.parseLong(exec(host, log + " | grep -c 'starting PostgreSQL' || true"));
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      verb("down");
    }
  }
}
