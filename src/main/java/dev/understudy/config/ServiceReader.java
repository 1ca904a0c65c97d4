package dev.understudy.config;

import dev.understudy.config.ServiceConfig.Listen;
import dev.understudy.config.ServiceConfig.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the section {@code service}. */
final class ServiceReader {
  private static final String NONE = "none";
  private static final String LOOPBACK = "127.0.0.1:8460";
  private static final String LISTEN = "an IP address and a port such as 127.0.0.1:8460, or none";

  private static final String AGENT = "an IP address and a port such as 10.77.0.1:8461";

  private final Locations locations;
  private final String data;

  /**
   * @param data the data directory, as the file has it
   */
  ServiceReader(Locations locations, String data) {
    this.locations = locations;
    this.data = data;
  }

  ServiceConfig read(Section section) {
    String place =
        section
            .optional(
                "listen",
                LISTEN,
                text -> Optional.of(text).filter(t -> t.equals(NONE) || listen(t).isPresent()))
            .orElse(LOOPBACK);
    Optional<Listen> listen = listen(place);
    Section tlsSection = section.section("tls");
    Optional<Tls> tls = tlsSection.isEmpty() ? Optional.empty() : Optional.of(tls(tlsSection));
    Section backup = section.section("store_backup");
    Optional<StoreBackupConfig> backups =
        backup.isEmpty() ? Optional.empty() : Optional.of(StoreBackupConfig.read(backup));
    ServiceConfig service =
        new ServiceConfig(
            section
                .optional("beat", "a time such as 1s, from 250ms to 1min", ServiceReader::beat)
                .orElse(ServiceConfig.BEAT),
            listen,
            section.optional("agent_listen", AGENT, ServiceReader::listen),
            tls,
            locations.resolve(
                section
                    .optional("tokens_file", "the path of a file", Values::text)
                    .orElse(data + "/tokens")),
            section
                .optional("host_names", "names of hosts, between them a space", Values::hosts)
                .orElse(List.of()),
            backups);
    if (tls.isEmpty() && listen.filter(l -> !l.isLoopback()).isPresent()) {
      section.problem(
          section.node("listen").orElseThrow(),
          section.name("listen") + " is reachable from other machines without TLS",
          "service.tls beside it, or an address of 127.0.0.0/8");
    }
    section.close();
    return service;
  }

  private Tls tls(Section section) {
    Tls tls =
        new Tls(
            locations.resolve(
                section
                    .required("certificate", "the path of a file in PEM", Values::text)
                    .orElse("")),
            locations.resolve(
                section.required("key", "the path of a file in PEM", Values::text).orElse("")));
    section.close();
    return tls;
  }

  private static Optional<Duration> beat(String text) {
    return Units.duration(text)
        .filter(beat -> beat.compareTo(ServiceConfig.LEAST) >= 0)
        .filter(beat -> beat.compareTo(ServiceConfig.MOST) <= 0);
  }

  private static Optional<Listen> listen(String text) {
    int colon = Math.max(0, text.lastIndexOf(':'));
    String address = text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
    return Values.integer(0, 65_535)
        .apply(text.substring(Math.min(colon + 1, text.length())))
        .filter(port -> Addresses.address(address).isPresent())
        .map(port -> new Listen(address, port));
  }
}
