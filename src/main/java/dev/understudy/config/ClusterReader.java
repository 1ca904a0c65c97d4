package dev.understudy.config;

import dev.understudy.config.BaseBackupConfig.Checkpoint;
import dev.understudy.config.ClusterConfig.RestartPrimary;
import dev.understudy.config.ClusterConfig.TlsMode;
import dev.understudy.config.ReplicationConfig.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads one cluster. */
final class ClusterReader {
  private static final int PORT = 5432;
  private static final long SLOT_WAL = 10L << 30;
  private static final long LEAST_RATE = 32L << 10;
  private static final long MOST_RATE = 1L << 30;

  private ClusterReader() {}

  static ClusterConfig read(
      String name, Section section, Locations locations, ChecksConfig checks) {
    Section nodeSection = section.section("nodes");
    Map<String, NodeConfig> nodes = new LinkedHashMap<>();
    nodeSection.sections().forEach((key, node) -> nodes.put(key, NodeReader.read(key, node)));
    String version = section.required("postgresql", Versions.EXPECTED, Versions::major).orElse("");
    ClusterConfig cluster =
        new ClusterConfig(
            name,
            version,
            section.optional("port", Values.PORT, Values::port).orElse(PORT),
            section.required("primary", "the name of a node", Values::text).orElse(""),
            nodes,
            section.optional("service_address", Values.ADDRESS, Values::address),
            section.choice("restart_primary", RestartPrimary.class, RestartPrimary.REFUSE),
            section.choice("tls", TlsMode.class, TlsMode.REQUIRE),
            SettingsReader.read(section.section("settings")),
            replication(section.section("replication")),
            baseBackup(section.section("base_backup")),
            new ArchiveReader(section.section("archive"), locations).read(nodes.keySet()),
            clients(section.list("clients")),
            FailoverReader.read(section.section("failover"), version),
            Ec2Reader.cluster(section),
            ChecksReader.read(section.section("checks"), checks));
    section.close();
    new ClusterChecks(section, nodeSection, cluster).check();
    return cluster;
  }

  private static ReplicationConfig replication(Section section) {
    ReplicationConfig replication =
        new ReplicationConfig(
            section.choice("mode", Mode.class, Mode.ASYNC),
            section
                .optional(
                    "max_slot_wal_keep_size",
                    "a size such as 10GB, or none for no limit",
                    ClusterReader::slotWal)
                .orElse(SLOT_WAL));
    section.close();
    return replication;
  }

  private static Optional<Long> slotWal(String text) {
    return text.equals("none") || text.equals("-1") ? Optional.of(-1L) : boxed(Units.size(text));
  }

  private static BaseBackupConfig baseBackup(Section section) {
    BaseBackupConfig baseBackup =
        new BaseBackupConfig(
            section
                .optional(
                    "max_rate",
                    "none, or a size per second from 32kB to 1GB such as 20MiB",
                    ClusterReader::maxRate)
                .orElse(OptionalLong.empty()),
            section.choice("checkpoint", Checkpoint.class, Checkpoint.FAST));
    section.close();
    return baseBackup;
  }

  private static Optional<OptionalLong> maxRate(String text) {
    return text.equals("none")
        ? Optional.of(OptionalLong.empty())
        : boxed(Units.rate(text))
            .filter(rate -> rate >= LEAST_RATE && rate <= MOST_RATE)
            .map(OptionalLong::of);
  }

  private static List<ClientConfig> clients(List<Section> sections) {
    List<ClientConfig> clients = new ArrayList<>();
    for (Section section : sections) {
      clients.add(
          new ClientConfig(
              section.required("user", Values.ROLE, Values::pgName).orElse(""),
              section.required("database", Values.DATABASE, Values::pgName).orElse(""),
              section.required("from", Values.NETWORK, Values::network).orElse("")));
      section.close();
    }
    return clients;
  }

  private static Optional<Long> boxed(OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }
}
