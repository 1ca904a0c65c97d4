package dev.understudy.service;

import static dev.understudy.api.Examined.failed;
import static dev.understudy.api.Examined.fine;
import static dev.understudy.api.Examined.warning;

import dev.understudy.api.Examined;
import dev.understudy.common.Sleeper;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import dev.understudy.config.NodeConfig;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.Host;
import dev.understudy.host.SshHosts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Looks whether each configured node can be reached and worked on. Changes nothing there. */
final class ExaminedNodes {
  private static final int CONNECT_MILLIS = 5_000;
  private static final Duration CLOCK_WARNING = Duration.ofSeconds(1);
  private static final Duration CLOCK_FAILURE = Duration.ofSeconds(30);

  private final Configuration configuration;
  private final Clock clock;

  ExaminedNodes(Configuration configuration, Clock clock) {
    this.configuration = configuration;
    this.clock = clock;
  }

  private record Place(ClusterConfig cluster, NodeConfig node) {
    String name() {
      return cluster.name() + "/" + node.name();
    }
  }

  /** In the order of the configuration; all nodes at the same time. */
  List<Examined> all() {
    List<Place> places =
        configuration.clusters().values().stream()
            .flatMap(c -> c.nodes().values().stream().map(node -> new Place(c, node)))
            .toList();
    try (SshHosts hosts = new SshHosts(configuration, Sleeper.SYSTEM)) {
      return places.parallelStream().map(place -> of(place, hosts)).toList().stream()
          .flatMap(List::stream)
          .toList();
    }
  }

  private List<Examined> of(Place place, SshHosts hosts) {
    List<Examined> found = new ArrayList<>();
    String address = place.node().host();
    if (address.isEmpty()) {
      found.add(fine("address", place.name(), "is not known before the host is made"));
      return found;
    }
    try {
      InetAddress resolved = InetAddress.getByName(address);
      if (!address.equals(resolved.getHostAddress())) {
        found.add(fine("dns", place.name(), address + " is " + resolved.getHostAddress()));
      }
    } catch (UnknownHostException e) {
      found.add(
          failed(
              "dns",
              place.name(),
              "the name " + address + " does not resolve",
              "correct it, or use an address: a name that stops resolving looks like a lost host"));
      return found;
    }
    found.addAll(host(place, hosts.host(place.cluster().name(), place.node().name())));
    found.add(server(place));
    return found;
  }

  private List<Examined> host(Place place, Host host) {
    List<Examined> found = new ArrayList<>();
    try {
      host.run(Command.of("true"));
      found.add(fine("ssh", place.name(), "the login works, and the host key is the known one"));
      found.add(sudo(place, host));
      found.add(clock(place, host));
    } catch (UnderstudyException e) {
      found.add(failed("ssh", place.name(), String.valueOf(e.getMessage()), e.remedy()));
    }
    return found;
  }

  private static Examined sudo(Place place, Host host) {
    try {
      CommandResult root = host.run(Command.of("id", "-u").asRoot());
      if (root.ok() && root.stdout().strip().equals("0")) {
        return fine("sudo", place.name(), "works without a password");
      }
      return failed(
          "sudo",
          place.name(),
          "does not make the login root: " + (root.stderr() + root.stdout()).strip(),
          "see docs/operations.md, Security: understudy ALL=(ALL) NOPASSWD: ALL");
    } catch (UnderstudyException e) {
      return failed("sudo", place.name(), String.valueOf(e.getMessage()), e.remedy());
    }
  }

  /** The round trip is what cannot be told apart from an offset. */
  private Examined clock(Place place, Host host) {
    Instant before = clock.instant();
    String said = host.run(Command.of("date", "+%s%3N")).orThrow("read the clock").stdout().strip();
    Instant after = clock.instant();
    Instant there = Instant.ofEpochMilli(Long.parseLong(said));
    Duration off =
        there.isBefore(before)
            ? Duration.between(there, before)
            : there.isAfter(after) ? Duration.between(after, there) : Duration.ZERO;
    String words = "differs by " + off.toMillis() + " ms at least";
    String remedy = "have both machines set their clocks by NTP";
    if (off.compareTo(CLOCK_FAILURE) > 0) {
      return failed("clock", place.name(), words, remedy);
    }
    return off.compareTo(CLOCK_WARNING) > 0
        ? warning("clock", place.name(), words, remedy)
        : fine("clock", place.name(), "agrees with this machine's");
  }

  /** Of a standby that is still to be made there is no server; so a refusal is no failure. */
  private static Examined server(Place place) {
    int port = place.cluster().port();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(place.node().host(), port), CONNECT_MILLIS);
      return fine("postgresql", place.name(), "port " + port + " takes connections from here");
    } catch (IOException e) {
      return warning(
          "postgresql",
          place.name(),
          "port " + port + " cannot be reached from here: " + e.getMessage(),
          "right as long as there is no server; else see listen_addresses and packet filters");
    }
  }
}
